#include <algorithm>

#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/format.h"
#include "jinja/html.h"
#include "jinja/iterate.h"
#include "jinja/methods.h"
#include "jinja/operators.h"
#include "jinja/print.h"
#include "jinja/text.h"
#include "jinja/unescape_html.h"
#include "jinja/unicode_class.h"

// Methods of texts that give texts or places; methods_split.cc cuts, methods_predicates.cc asks.

namespace sailmaker::jinja {

namespace {

constexpr std::size_t npos = std::string_view::npos;

Value upper_text(Evaluator&, const Value& self, const Arguments&) { return text_like(self, upper(self.as_string())); }
Value lower_text(Evaluator&, const Value& self, const Arguments&) { return text_like(self, lower(self.as_string())); }
Value capitalize_text(Evaluator&, const Value& self, const Arguments&) {
  return text_like(self, capitalize(self.as_string()));
}

// Unlike the filter: a word begins after whatever is no letter.
Value title(Evaluator&, const Value& self, const Arguments&) { return text_like(self, titlecase(self.as_string())); }
Value swap_case(Evaluator&, const Value& self, const Arguments&) { return text_like(self, swapcase(self.as_string())); }
Value case_fold(Evaluator&, const Value& self, const Arguments&) { return text_like(self, casefold(self.as_string())); }

// What an argument adds to a text: where that is safe, any value's HTML.
std::string part_for(const Value& self, const Arguments& arguments, std::size_t i, std::string_view otherwise) {
  if (!is_safe(self) || !arguments.has(i)) return arguments.text(i, otherwise);
  std::string html;
  append_html(html, arguments[i]);
  return html;
}

Value strip_side(const Value& self, const Arguments& arguments, Side side) {
  std::string_view text = self.as_string();
  if (arguments.has(0) && !arguments[0].is_null()) {
    return text_like(self, strip_characters(text, arguments.text(0, ""), side));
  }
  if (side != Side::right) text.remove_prefix(leading_space(text));
  if (side != Side::left) text.remove_suffix(trailing_space(text));
  return text_like(self, text);
}

Value strip_both(Evaluator&, const Value& self, const Arguments& arguments) {
  return strip_side(self, arguments, Side::both);
}
Value strip_left(Evaluator&, const Value& self, const Arguments& arguments) {
  return strip_side(self, arguments, Side::left);
}
Value strip_right(Evaluator&, const Value& self, const Arguments& arguments) {
  return strip_side(self, arguments, Side::right);
}

Value replace(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const std::string fresh = part_for(self, arguments, 1, "");
  return text_like(self, replaced(evaluator, self.as_string(), arguments.text(0, ""), fresh, arguments.integer(2, -1)));
}

const std::string& only_character(const std::string& fill) {
  if (code_points(fill) != 1) type_error("The fill character must be exactly one character long");
  return fill;
}

Value justify(Evaluator& evaluator, const Value& self, const Arguments& arguments, char align) {
  const std::string html = part_for(self, arguments, 1, " ");
  const std::int64_t width = std::max<std::int64_t>(0, arguments.integer(0, 0));
  evaluator.charge_text(static_cast<std::size_t>(width));
  const std::string& fill = only_character(html);
  if (align == '^') return text_like(self, centered(self.as_string(), width, fill));
  FormatSpec spec;
  spec.width = width;
  spec.fill = fill;
  return text_like(self, pad("", std::string(self.as_string()), spec, align));
}

Value left_justify(Evaluator& e, const Value& self, const Arguments& arguments) {
  return justify(e, self, arguments, '<');
}
Value right_justify(Evaluator& e, const Value& self, const Arguments& arguments) {
  return justify(e, self, arguments, '>');
}
Value center(Evaluator& e, const Value& self, const Arguments& arguments) { return justify(e, self, arguments, '^'); }

Value zero_fill(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const std::int64_t width = std::max<std::int64_t>(0, arguments.integer(0, 0));
  evaluator.charge_text(static_cast<std::size_t>(width));
  std::string text(self.as_string());
  const std::int64_t room = width - static_cast<std::int64_t>(code_points(text));
  const bool sign = !text.empty() && (text[0] == '-' || text[0] == '+');
  if (room > 0) text.insert(sign ? 1 : 0, static_cast<std::size_t>(room), '0');
  return text_like(self, text);
}

Value expand_tabs(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const std::int64_t size = arguments.small_integer(0, 8);
  std::string out;
  std::int64_t column = 0;
  for (const char c : self.as_string()) {
    if (c == '\t') {
      const std::int64_t blanks = size > 0 ? size - column % size : 0;
      evaluator.charge_text(out.size() + static_cast<std::size_t>(blanks));
      out.append(static_cast<std::size_t>(blanks), ' ');
      column += blanks;
      continue;
    }
    out.push_back(c);
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++column;
    if (c == '\n' || c == '\r') column = 0;
  }
  return text_like(self, out);
}

Value remove_prefix(Evaluator&, const Value& self, const Arguments& arguments) {
  const std::string prefix = arguments.text(0, "");
  const std::string_view text = self.as_string();
  return text_like(self, text.starts_with(prefix) ? text.substr(prefix.size()) : text);
}

Value remove_suffix(Evaluator&, const Value& self, const Arguments& arguments) {
  const std::string suffix = arguments.text(0, "");
  const std::string_view text = self.as_string();
  return text_like(self, text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text);
}

Value format(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return format_braces(evaluator, self, arguments);
}

Value format_map(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return format_braces_by_map(evaluator, self, arguments[0]);
}

// --- places, counted in code points ---

struct Stretch {
  std::size_t start, end;  // bytes
  bool possible;
};

std::size_t byte_of(std::string_view text, std::int64_t place) {
  std::size_t at = 0;
  for (; place > 0 && at < text.size(); --place) next_code_point(text, at);
  return at;
}

Stretch stretch_of(std::string_view text, const Arguments& arguments) {
  const auto size = static_cast<std::int64_t>(code_points(text));
  const auto place = [&](std::size_t i, std::int64_t otherwise) {
    std::int64_t at = arguments.has(i) && !arguments[i].is_null() ? arguments.bound(i, 0) : otherwise;
    return at < 0 ? std::max<std::int64_t>(0, at + size) : at;
  };
  const std::int64_t start = place(1, 0);
  const std::int64_t end = std::min(place(2, size), size);
  return {byte_of(text, start), byte_of(text, end), start <= end && start <= size};
}

std::int64_t find_place(Evaluator& evaluator, const Value& self, const Arguments& arguments, bool from_right) {
  const std::string_view text = self.as_string();
  evaluator.charge(text.size() / 16);
  const std::string wanted = arguments.text(0, "");
  const Stretch stretch = stretch_of(text, arguments);
  if (!stretch.possible) return -1;
  const std::string_view part = text.substr(stretch.start, stretch.end - stretch.start);
  const std::size_t at = from_right ? part.rfind(wanted) : part.find(wanted);
  return at == npos ? -1 : static_cast<std::int64_t>(code_points(text.substr(0, stretch.start + at)));
}

Value find(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return find_place(evaluator, self, arguments, false);
}
Value rfind(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return find_place(evaluator, self, arguments, true);
}

Value index_or_fail(std::int64_t place) {
  if (place < 0) value_error("substring not found");
  return place;
}

Value index(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return index_or_fail(find_place(evaluator, self, arguments, false));
}
Value rindex(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  return index_or_fail(find_place(evaluator, self, arguments, true));
}

Value count(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  evaluator.charge(self.as_string().size() / 16);
  const std::string_view text = self.as_string();
  const std::string wanted = arguments.text(0, "");
  const Stretch stretch = stretch_of(text, arguments);
  if (!stretch.possible) return 0;
  const std::string_view part = text.substr(stretch.start, stretch.end - stretch.start);
  if (wanted.empty()) return static_cast<std::int64_t>(code_points(part) + 1);
  std::int64_t found = 0;
  for (std::size_t at = part.find(wanted); at != npos; at = part.find(wanted, at + wanted.size())) ++found;
  return found;
}

Value starts_or_ends(const Value& self, const Arguments& arguments, bool starts) {
  const std::string_view text = self.as_string();
  const Stretch stretch = stretch_of(text, arguments);
  const std::string_view part =
      stretch.possible ? text.substr(stretch.start, stretch.end - stretch.start) : std::string_view();
  const auto matches = [&](const Value& wanted) {
    if (!wanted.is_string()) {
      type_error(std::string(starts ? "startswith" : "endswith") + " first arg must be str or a tuple of str, not " +
                 type_name_of(wanted));
    }
    if (!stretch.possible) return false;
    return starts ? part.starts_with(wanted.as_string()) : part.ends_with(wanted.as_string());
  };
  if (family_of(arguments[0]) != Family::tuple) return matches(arguments[0]);
  for (const Value& wanted : as<Tuple>(arguments[0]).items) {
    if (matches(wanted)) return true;
  }
  return false;
}

Value starts_with(Evaluator&, const Value& self, const Arguments& arguments) {
  return starts_or_ends(self, arguments, true);
}
Value ends_with(Evaluator&, const Value& self, const Arguments& arguments) {
  return starts_or_ends(self, arguments, false);
}

// --- of safe text alone ---

Value unescape(Evaluator&, const Value& self, const Arguments&) {
  return Value(std::string_view(unescape_html(self.as_string())));
}
Value strip_html(Evaluator&, const Value& self, const Arguments&) {
  return Value(std::string_view(strip_tags(self.as_string())));
}
Value escape(Evaluator&, const Value&, const Arguments& arguments) {
  std::string out;
  if (is_safe(arguments[0])) return arguments[0];
  append_escaped(out, soft_text(arguments[0]));
  return make_safe(out);
}

}  // namespace

std::span<const Native> safe_text_methods() {
  static const Native all[] = {{"unescape", "", unescape}, {"striptags", "", strip_html}, {"escape", "s", escape}};
  return all;
}

std::span<const Native> text_methods() {
  static const Native all[] = {
      {"upper", "", upper_text},
      {"lower", "", lower_text},
      {"capitalize", "", capitalize_text},
      {"title", "", title},
      {"swapcase", "", swap_case},
      {"casefold", "", case_fold},
      {"strip", "/ chars?", strip_both},
      {"lstrip", "/ chars?", strip_left},
      {"rstrip", "/ chars?", strip_right},
      {"replace", "/ old new count?", replace},
      {"ljust", "/ width fillchar?", left_justify},
      {"rjust", "/ width fillchar?", right_justify},
      {"center", "/ width fillchar?", center},
      {"zfill", "/ width", zero_fill},
      {"expandtabs", "tabsize?", expand_tabs},
      {"removeprefix", "/ prefix", remove_prefix},
      {"removesuffix", "/ suffix", remove_suffix},
      {"format", "*", format},
      {"format_map", "/ mapping", format_map},
      {"find", "/ sub start? end?", find},
      {"rfind", "/ sub start? end?", rfind},
      {"index", "/ sub start? end?", index},
      {"rindex", "/ sub start? end?", rindex},
      {"count", "/ sub start? end?", count},
      {"startswith", "/ prefix start? end?", starts_with},
      {"endswith", "/ suffix start? end?", ends_with},
  };
  return all;
}

}  // namespace sailmaker::jinja
