#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/edit_distance.h"
#include "pipeline/validate_steps.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// Of one list: who got the first ones wrong got all of them wrong.
constexpr int kMostItems = 20;

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
      const Field* field = check_.fields.find(entry.key.as_string());
      if (field == nullptr) continue;
      required += field->need == Need::required ? 1 : 0;
      check_value(*field, entry.value);
    }
    if (required < check_.fields.required().size()) report_missing(map);
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
    for (const Field* field : check_.fields.required()) {
      if (map.find(field->name) != nullptr) continue;
      report(problems_, Rule::missing_field, at_, fmt::format("{} has no '{}'", check_.describe(map), field->name));
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
