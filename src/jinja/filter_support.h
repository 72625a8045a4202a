#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jinja/evaluator.h"

namespace sailmaker::jinja {

/// str() of any value as filters do it first; an undefined that must not be printed is an error.
std::string soft_text(const Value& value);
/// `text`, safe where `origin` was.
Value text_like(const Value& origin, std::string_view text);

/// Whether it is HTML already: safe text, what an imported template printed, an undefined of the chainable kind.
bool is_html(const Value& value);
/// Appends the value as HTML: escaped unless it is HTML already.
void append_html(std::string& out, const Value& value);

/// What filters call `attribute`: a dotted path whose parts are keys or indices, "address.0.city".
class AttributePath {
 public:
  explicit AttributePath(const Value& attribute);
  /// The part of `value`; undefined, or `otherwise` where it is given, when there is none.
  Value get(Evaluator& evaluator, const Value& value, const Value& otherwise) const;

 private:
  std::vector<Value> parts_;
};

/// The value to compare by: text in lower case, unless case counts.
Value case_key(const Value& value, bool case_sensitive);

}  // namespace sailmaker::jinja
