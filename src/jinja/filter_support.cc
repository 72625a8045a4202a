#include "jinja/filter_support.h"

#include "jinja/print.h"
#include "jinja/scan_literal.h"
#include "jinja/unicode_class.h"

namespace sailmaker::jinja {

std::string soft_text(const Value& value) {
  check_soft_use(value);
  return to_str(value);
}

Value text_like(const Value& origin, std::string_view text) {
  return origin.is_string() && is_safe(origin) ? make_safe(text) : Value(text);
}

bool is_html(const Value& value) {
  if (is_undefined(value)) return is_chainable(value);
  return value.is_string() ? is_safe(value) : family_of(value) == Family::module;
}

void append_html(std::string& out, const Value& value) {
  if (is_html(value))
    append_str(out, value);
  else
    append_escaped(out, soft_text(value));
}

AttributePath::AttributePath(const Value& attribute) {
  if (attribute.is_null()) return;
  if (!attribute.is_string()) {
    parts_.push_back(attribute);
    return;
  }
  const std::string_view path = attribute.as_string();
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('.', start), path.size());
    const std::string_view part = path.substr(start, end - start);
    const bool digits = !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
    parts_.push_back(digits ? integer_value(part) : text_like(attribute, part));
    start = end + 1;
  }
}

Value AttributePath::get(Evaluator& evaluator, const Value& value, const Value& otherwise) const {
  const Value* at = &value;
  Value storage;
  for (const Value& part : parts_) {
    const Value* found = at->is_map() && part.is_string() ? at->as_map().find_key(part) : nullptr;
    if (found != nullptr) {
      at = found;
    } else {
      const Value held = *at;
      storage = evaluator.get_item(held, part);
      at = &storage;
    }
    if (is_undefined(*at) && !is_missing(otherwise)) at = &otherwise;
  }
  return *at;
}

Value case_key(const Value& value, bool case_sensitive) {
  if (case_sensitive || !value.is_string()) return value;
  return Value(std::string_view(lower(value.as_string())));
}

}  // namespace sailmaker::jinja
