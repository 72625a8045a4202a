#include <fmt/core.h>

#include <cmath>

#include "pipeline/document_scan.h"
#include "pipeline/validate_steps.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

class JsonCheck {
 public:
  explicit JsonCheck(Problems& problems) : problems_(problems) {}

  bool check(const Value& value, const Trail& at, int depth) {
    switch (value.kind()) {
      case Kind::list: return check_list(value.as_list(), at, depth);
      case Kind::map: return check_map(value.as_map(), at, depth);
      case Kind::real:
        if (!std::isfinite(value.as_real())) report_unknown("JSON has no number " + format_real(value.as_real()), at);
        return true;
      case Kind::object: report_unknown(fmt::format("JSON has no {}", value.as_object().type_name()), at); return true;
      default: return true;
    }
  }

 private:
  bool check_list(const List& items, const Trail& at, int depth) {
    if (depth >= kDeepestDocument) return report_depth(at);
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!check(items[i], Trail(at, i), depth + 1)) return false;
    }
    return true;
  }

  bool check_map(const Map& map, const Trail& at, int depth) {
    if (depth >= kDeepestDocument) return report_depth(at);
    for (const Map::Entry& entry : map) {
      if (!entry.key.is_string()) {
        report_key(entry.key, at);
      } else if (!check(entry.value, Trail(at, entry.key.as_string()), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  void report_unknown(std::string message, const Trail& at) {
    report(problems_, Rule::not_json, at, std::move(message));
  }

  bool report_depth(const Trail& at) {
    report(problems_, Rule::too_deep, at, fmt::format("lists and maps are nested more than {} deep", kDeepestDocument));
    return false;
  }

  // The path ends at the map: a path cannot name such a key.
  void report_key(const Value& key, const Trail& at) {
    const std::string text = key.is_list() || key.is_map() ? std::string(to_string(key.kind())) : to_json(key);
    report(problems_, Rule::key_not_text, at, fmt::format("this map has the key {}, which is no text", text),
           key.is_boolean() ? "YAML reads on, off, yes and no as booleans: put the key in quotes"
                            : "put the key in quotes");
  }

  Problems& problems_;
};

}  // namespace

bool check_json(const Value& document, SpelTexts& texts, Problems& problems) {
  return scan_document(document, texts) == Scanned::json || JsonCheck(problems).check(document, Trail(), 0);
}

}  // namespace sailmaker::pipeline
