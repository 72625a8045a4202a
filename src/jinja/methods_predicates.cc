#include "base/unicode.h"
#include "jinja/arguments.h"
#include "jinja/methods.h"
#include "jinja/scan_literal.h"
#include "jinja/unicode_class.h"

// Methods of texts that answer yes or no.

namespace sailmaker::jinja {

namespace {

// Whether the text is not empty and `holds` for each code point.
template <typename Holds>
bool all_of(const Value& self, Holds holds) {
  const std::string_view text = self.as_string();
  for (std::size_t i = 0; i < text.size();) {
    if (!holds(next_code_point(text, i))) return false;
  }
  return !text.empty();
}

Value is_digit_text(Evaluator&, const Value& self, const Arguments&) { return all_of(self, is_digit); }
Value is_decimal_text(Evaluator&, const Value& self, const Arguments&) { return all_of(self, is_decimal); }
Value is_numeric_text(Evaluator&, const Value& self, const Arguments&) { return all_of(self, is_numeric); }
Value is_alpha(Evaluator&, const Value& self, const Arguments&) { return all_of(self, is_alphabetic); }
Value is_space_text(Evaluator&, const Value& self, const Arguments&) { return all_of(self, is_space); }

Value is_alnum(Evaluator&, const Value& self, const Arguments&) { return all_of(self, is_alphanumeric); }

Value is_ascii_text(Evaluator&, const Value& self, const Arguments&) { return is_ascii(self.as_string()); }

Value is_printable_text(Evaluator&, const Value& self, const Arguments&) {
  return self.as_string().empty() || all_of(self, is_printable);
}

Value is_identifier(Evaluator&, const Value& self, const Arguments&) {
  const std::string_view text = self.as_string();
  return !text.empty() && scan_name(text, 0) == text.size();
}

// Some letter has case, and none the other one or title case.
template <typename Wanted, typename Other>
bool cased(const Value& self, Wanted wanted, Other other) {
  const std::string_view text = self.as_string();
  bool found = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::uint32_t c = next_code_point(text, i);
    if (other(c) || is_title(c)) return false;
    found = found || wanted(c);
  }
  return found;
}

Value is_upper_text(Evaluator&, const Value& self, const Arguments&) { return cased(self, is_upper, is_lower); }
Value is_lower_text(Evaluator&, const Value& self, const Arguments&) { return cased(self, is_lower, is_upper); }

Value is_title_text(Evaluator&, const Value& self, const Arguments&) {
  const std::string_view text = self.as_string();
  bool inside = false;
  bool found = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::uint32_t c = next_code_point(text, i);
    const bool begins = is_upper(c) || is_title(c);
    if (begins ? inside : is_lower(c) && !inside) return false;
    inside = begins || is_lower(c);
    found = found || inside;
  }
  return found;
}

}  // namespace

std::span<const Native> text_test_methods() {
  static const Native all[] = {
      {"isdigit", "", is_digit_text},      {"isdecimal", "", is_decimal_text}, {"isnumeric", "", is_numeric_text},
      {"isalpha", "", is_alpha},           {"isalnum", "", is_alnum},          {"isspace", "", is_space_text},
      {"isupper", "", is_upper_text},      {"islower", "", is_lower_text},     {"istitle", "", is_title_text},
      {"isidentifier", "", is_identifier}, {"isascii", "", is_ascii_text},     {"isprintable", "", is_printable_text},
  };
  return all;
}

}  // namespace sailmaker::jinja
