#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/edit_distance.h"
#include "pipeline/same_name.h"
#include "pipeline/validate_steps.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// Of one list: who got the first ones wrong got all of them wrong.
constexpr int kMostItems = 20;

// A table of fields by name. With two ends and the length mixed, most names have a slot of their own.
class FieldIndex {
 public:
  explicit FieldIndex(std::span<const Field> fields) : fields_(fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      std::size_t slot = slot_of(fields[i].name);
      while (slots_[slot] != 0) slot = next(slot);
      slots_[slot] = static_cast<std::uint8_t>(i + 1);
    }
  }

  const Field* find(std::string_view name) const {
    if (name.empty()) return nullptr;
    for (std::size_t slot = slot_of(name); slots_[slot] != 0; slot = next(slot)) {
      const Field& field = fields_[slots_[slot] - 1];
      if (same_name(field.name, name)) return &field;
    }
    return nullptr;
  }

 private:
  static constexpr std::size_t kSlots = 256;

  static std::size_t next(std::size_t slot) { return (slot + 1) % kSlots; }
  static std::size_t slot_of(std::string_view name) {
    const auto letter = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(name[at])); };
    return (name.size() * 5 + letter(0) * 3 + letter(name.size() / 2) * 7 + letter(name.size() - 1) * 11) % kSlots;
  }

  std::span<const Field> fields_;
  std::array<std::uint8_t, kSlots> slots_ = {};
};

const Field* find_field(std::span<const Field> fields, std::string_view name) {
  // Nearly all keys are looked for among the fields that all stages have.
  static const FieldIndex of_stages(stage_fields());
  if (fields.data() == stage_fields().data()) return of_stages.find(name);
  for (const Field& field : fields) {
    if (same_name(field.name, name)) return &field;
  }
  return nullptr;
}

bool is_quoted_boolean(const Value& value) {
  return value.is_string() && (value.as_string() == "true" || value.as_string() == "false");
}

// Whether `words`, with blanks between them, holds `text`.
bool holds_word(std::string_view words, std::string_view text) {
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find(' ', begin), words.size());
    if (words.substr(begin, end - begin) == text) return true;
    begin = end + 1;
  }
  return false;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

class FieldChecker {
 public:
  FieldChecker(const FieldCheck& check, const Trail& at, Problems& problems)
      : check_(check), at_(at), problems_(problems) {}

  void check_map(const Value& map) {
    std::size_t required = 0;
    for (const Map::Entry& entry : map.as_map()) {
      if (!entry.key.is_string()) continue;
      const Field* field = find_field(check_.own, entry.key.as_string());
      if (field == nullptr) field = find_field(check_.common, entry.key.as_string());
      if (field == nullptr) continue;
      required += field->need == Need::required ? 1 : 0;
      check_value(*field, entry.value);
    }
    const auto is_required = [](const Field& field) { return field.need == Need::required; };
    if (required < static_cast<std::size_t>(std::count_if(check_.own.begin(), check_.own.end(), is_required))) {
      report_missing(map);
    }
  }

 private:
  void check_value(const Field& field, const Value& value) {
    if (!accepts(field.types, value)) return report_type(field, value);
    if (value.is_string() && value.as_string().empty() && field.need == Need::required) return report_empty(field);
    if (!field.values.empty() && value.is_string()) check_allowed(field, value.as_string());
  }

  void check_allowed(const Field& field, std::string_view text) {
    if (holds_word(field.values, text) || text.find("${") != std::string_view::npos) return;
    const auto words = words_of(field.values);
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    report(problems_, Rule::unknown_value, Trail(at_, field.name),
           fmt::format("'{}' is '{}', which is none of {}", field.name, text, all), did_you_mean(text, words));
  }

  void report_empty(const Field& field) {
    report(problems_, Rule::missing_field, Trail(at_, field.name), fmt::format("'{}' is empty", field.name));
  }

  void report_type(const Field& field, const Value& value) {
    const bool lists = field.types & (kTexts | kMaps);
    if (lists && value.is_list()) return report_items(field, value.as_list());
    const bool converted = check_.booleans == Quoted::converted && is_quoted_boolean(value);
    const Rule rule = (field.types & kBoolean) && converted ? Rule::boolean_as_text : Rule::wrong_type;
    report(problems_, rule, Trail(at_, field.name),
           fmt::format("'{}' is {}, not {}", field.name, to_string(value.kind()), expected_kind(field.types)),
           hint_for(field.types, value));
  }

  void report_items(const Field& field, const List& items) {
    const Types wanted = field.types & kTexts ? kText : kMap;
    const Trail list(at_, field.name);
    int reported = 0;
    for (std::size_t i = 0; i < items.size() && reported < kMostItems; ++i) {
      if (accepts(wanted, items[i])) continue;
      ++reported;
      report(
          problems_, Rule::wrong_type, Trail(list, i),
          fmt::format("an item of '{}' is {}, not {}", field.name, to_string(items[i].kind()), expected_kind(wanted)),
          hint_for(wanted, items[i]));
    }
  }

  static std::string hint_for(std::uint16_t types, const Value& value) {
    const bool is_scalar = !value.is_list() && !value.is_map() && !value.is_null() && !value.is_object();
    if ((types & kText) && is_scalar) return "put it in quotes: \"" + to_json(value) + "\"";
    if ((types & kBoolean) && is_quoted_boolean(value)) return "write it without quotes";
    if ((types & (kTexts | kMaps)) && value.is_null()) return "write an empty list, [], or leave the key out";
    if ((types & kTexts) && value.is_string()) return "write a list, [" + to_json(value) + "]";
    if (value.is_null()) return "leave the key out";
    return {};
  }

  void report_missing(const Value& map) {
    for (const Field& field : check_.own) {
      if (field.need != Need::required || map.find(field.name) != nullptr) continue;
      report(problems_, Rule::missing_field, at_, fmt::format("{} has no '{}'", check_.describe(map), field.name));
    }
  }

  const FieldCheck& check_;
  const Trail& at_;
  Problems& problems_;
};

}  // namespace

void check_fields(const Value& map, const FieldCheck& check, const Trail& at, Problems& problems) {
  FieldChecker(check, at, problems).check_map(map);
}

}  // namespace sailmaker::pipeline
