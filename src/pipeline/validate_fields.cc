#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/edit_distance.h"
#include "pipeline/validate_steps.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// Of one list: who got the first ones wrong got all of them wrong.
constexpr int kMostItems = 20;
// v5 is as near to v3 as to v4.
constexpr std::size_t kShortestWithHint = 3;

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

bool is_scalar(const Value& value) {
  return value.is_string() || value.is_boolean() || value.is_integer() || value.is_real() || value.is_big_integer();
}

// Whether Jackson makes something of `value` that fits.
bool is_converted(std::uint16_t types, const Value& value) {
  if (types & kExact) return false;
  if ((types & kText) && is_scalar(value)) return true;
  const bool is_empty = value.is_string() && value.as_string().empty();
  if (types & kBoolean) return is_empty || value.is_integer();
  return (types & kInteger) && (is_empty || accepts(kNumeric, value));
}

class FieldChecker {
 public:
  FieldChecker(const FieldCheck& check, const Trail& at, Problems& problems, Seen* seen = nullptr)
      : check_(check), at_(at), problems_(problems), seen_(seen) {}

  void check_map(const Value& map) {
    std::size_t required = 0;
    for (const Map::Entry& entry : map.as_map()) {
      const FieldTable::Row* row = check_.fields.find(entry.key);
      if (row == nullptr) {
        if (check_.unknown == Unknown::near_misses && entry.key.is_string()) check_unknown(map, entry.key.as_string());
        continue;
      }
      if (seen_ != nullptr) seen_->note(row->note, entry.value);
      required += row->is_required ? 1 : 0;
      if (!row->is_settled(entry.value)) check_value(*row, entry.value);
    }
    if (required < check_.fields.required().size()) report_missing(map);
  }

 private:
  void check_value(const FieldTable::Row& row, const Value& value) {
    const Field& field = *row.field;
    if (!row.is_accepted(value) && !accepts(field.types, value)) return report_type(field, value);
    if (!field.gone.empty() && !value.is_null()) report_gone(field);
    if (value.is_string() && value.as_string().empty() && field.need == Need::required) return report_empty(field);
    if (!field.values.empty()) check_allowed(field, value);
    if (row.inside != nullptr) check_inside(row, value);
  }

  void check_inside(const FieldTable::Row& row, const Value& value) {
    const FieldCheck inside{*row.inside, row.field->inside->type, Unknown::near_misses, check_.booleans};
    const Trail at(at_, row.field->name);
    if (value.is_map()) FieldChecker(inside, at, problems_).check_map(value);
    for (std::size_t i = 0; value.is_list() && i < value.as_list().size(); ++i) {
      const Trail item(at, i);
      if (value.as_list()[i].is_map()) FieldChecker(inside, item, problems_).check_map(value.as_list()[i]);
    }
  }

  void check_unknown(const Value& map, std::string_view name) {
    const std::string_view meant = check_.fields.near_miss(name);
    // Both are there: the second is somebody's own.
    if (meant.empty() || map.find(meant) != nullptr) return;
    report(problems_, Rule::unknown_field, Trail(at_, name), fmt::format("there is no field '{}' here", name),
           fmt::format("did you mean '{}'?", meant), Places::Part::key);
  }

  void check_allowed(const Field& field, const Value& value) {
    const Trail at(at_, field.name);
    if (value.is_string()) check_word(field, value.as_string(), at);
    for (std::size_t i = 0; value.is_list() && i < value.as_list().size(); ++i) {
      const Value& item = value.as_list()[i];
      if (item.is_string()) check_word(field, item.as_string(), Trail(at, i));
    }
  }

  void check_word(const Field& field, std::string_view text, const Trail& at) {
    if (holds_word(field.values, text) || text.find("${") != std::string_view::npos) return;
    const auto words = words_of(field.values);
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    report(problems_, Rule::unknown_value, at,
           words.size() == 1 ? fmt::format("'{}' is '{}', where only {} is known", field.name, text, all)
                             : fmt::format("'{}' is '{}', which is none of {}", field.name, text, all),
           nearest_word(text, words));
  }

  // The message lists all that is known; a slip in a short word leads to each of them alike.
  static std::string nearest_word(std::string_view text, const std::vector<std::string>& words) {
    return text.size() < kShortestWithHint ? std::string() : did_you_mean(text, words);
  }

  void report_gone(const Field& field) {
    report(problems_, Rule::deprecated_field, Trail(at_, field.name),
           fmt::format("'{}' should not be written any more", field.name), std::string(field.gone), Places::Part::key);
  }

  void report_empty(const Field& field) {
    report(problems_, Rule::missing_field, Trail(at_, field.name), fmt::format("'{}' is empty", field.name));
  }

  void report_type(const Field& field, const Value& value) {
    if (value.is_real() && !std::isfinite(value.as_real())) return;  // no JSON at all, which is said already
    const bool lists = field.types & (kTexts | kMaps);
    if (lists && value.is_list()) return report_items(field, value.as_list());
    report(problems_, rule_for(field.types, value), Trail(at_, field.name),
           fmt::format("'{}' is {}, not {}", field.name, to_string(value.kind()), expected_kind(field.types)),
           hint_for(field.types, value));
    problems_.back().wants_quotes = wants_quotes(field.types, value);
  }

  Rule rule_for(std::uint16_t types, const Value& value) const {
    if (check_.booleans == Quoted::refused) return Rule::wrong_type;
    if ((types & kBoolean) && is_quoted_boolean(value)) return Rule::boolean_as_text;
    return is_converted(types, value) ? Rule::converted_value : Rule::wrong_type;
  }

  void report_items(const Field& field, const List& items) {
    const Types wanted = field.types & kTexts ? kText : kMap;
    const Trail list(at_, field.name);
    int reported = 0;
    for (std::size_t i = 0; i < items.size() && reported < kMostItems; ++i) {
      if (accepts(wanted, items[i])) continue;
      ++reported;
      report(
          problems_, rule_for(wanted, items[i]), Trail(list, i),
          fmt::format("an item of '{}' is {}, not {}", field.name, to_string(items[i].kind()), expected_kind(wanted)),
          hint_for(wanted, items[i]));
      problems_.back().wants_quotes = wants_quotes(wanted, items[i]);
    }
  }

  static bool wants_quotes(std::uint16_t types, const Value& value) { return (types & kText) && is_scalar(value); }

  static std::string hint_for(std::uint16_t types, const Value& value) {
    if (wants_quotes(types, value)) return quoting_hint(to_json(value));
    if ((types & kBoolean) && is_quoted_boolean(value)) return "write it without quotes";
    if ((types & (kTexts | kMaps)) && value.is_null()) return "write an empty list, [], or leave the key out";
    if ((types & kTexts) && value.is_string()) return "write a list, [" + to_json(value) + "]";
    if (value.is_null()) return "leave the key out";
    return {};
  }

  void report_missing(const Value& map) {
    for (const Field* field : check_.fields.required()) {
      if (map.find(field->name) != nullptr) continue;
      const std::string who = check_.describe == nullptr ? std::string(check_.called) : check_.describe(map);
      report(problems_, Rule::missing_field, at_, fmt::format("{} has no '{}'", who, field->name));
      problems_.back().has_fallback = !field->fallback.empty();
    }
  }

  const FieldCheck& check_;
  const Trail& at_;
  Problems& problems_;
  Seen* seen_;
};

}  // namespace

void check_fields(const Value& map, const FieldCheck& check, const Trail& at, Problems& problems, Seen* seen) {
  FieldChecker(check, at, problems, seen).check_map(map);
}

}  // namespace sailmaker::pipeline
