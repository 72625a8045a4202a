#include <algorithm>

#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/format.h"
#include "jinja/iterate.h"
#include "jinja/operators.h"
#include "jinja/print.h"
#include "jinja/registry.h"
#include "jinja/text.h"
#include "jinja/unicode_class.h"

// Filters from text to text.

namespace sailmaker::jinja {

namespace {

Value to_upper_text(Evaluator&, const Value& self, const Arguments&) { return text_like(self, upper(soft_text(self))); }
Value to_lower_text(Evaluator&, const Value& self, const Arguments&) { return text_like(self, lower(soft_text(self))); }

Value capitalize_text(Evaluator&, const Value& self, const Arguments&) {
  return text_like(self, capitalize(soft_text(self)));
}

// A word begins after white space and - ( { [ <.
Value title(Evaluator&, const Value& self, const Arguments&) {
  const std::string text = soft_text(self);
  std::string out;
  bool first = true;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const std::uint32_t c = next_code_point(text, i);
    const std::string_view one = std::string_view(text).substr(start, i - start);
    const bool other_case = first ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z';
    if (c < 0x80)
      out.push_back(static_cast<char>(other_case ? c ^ 0x20 : c));
    else
      out += first ? upper(one) : lower(one);
    first = is_space(c) || c == '-' || c == '(' || c == '{' || c == '[' || c == '<';
  }
  return Value(std::string_view(out));
}

Value trim(Evaluator&, const Value& self, const Arguments& arguments) {
  const std::string text = soft_text(self);
  if (!arguments.has(0) || arguments[0].is_null()) return text_like(self, strip(text));
  return text_like(self, strip_characters(text, arguments.text(0, ""), Side::both));
}

Value string(Evaluator&, const Value& self, const Arguments&) {
  if (self.is_string()) return self;
  return Value(std::string_view(soft_text(self)));
}

Value center(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const std::int64_t width = arguments.integer(0, 80);
  evaluator.charge_text(static_cast<std::size_t>(std::max<std::int64_t>(0, width)));
  return text_like(self, centered(soft_text(self), width, " "));
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

// Of safe text only what is put in is escaped.
Value replace(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  std::string text = soft_text(self);
  const std::string old = soft_text(arguments[0]);
  std::string fresh = soft_text(arguments[1]);
  const bool counted = arguments.has(2) && !arguments[2].is_null();
  const std::int64_t count = counted ? arguments.integer(2, -1) : -1;
  const bool escaping = evaluator.autoescape();
  const bool safe = is_safe(self) || is_html(arguments[0]) || (is_html(arguments[1]) && !is_html(self));
  if (!escaping || !safe) return Value(std::string_view(replaced(evaluator, text, old, fresh, count)));
  if (!is_html(self)) text = escaped(text);
  if (!is_safe(arguments[1])) fresh = escaped(fresh);
  return make_safe(replaced(evaluator, text, old, fresh, count));
}

// What is no text stays as it is when it is short enough; cutting it fails as it does in Python.
Value untruncated(const Value& self, double most, bool kill_words) {
  const auto size = length_of(self);
  if (!size) type_error("object of type '" + type_name_of(self) + "' has no len()");
  if (static_cast<double>(*size) <= most) return self;
  const bool is_cut = items_of(self) != nullptr || family_of(self) == Family::range;
  if (is_cut && !kill_words) fail(type::kAttribute, "'" + type_name_of(self) + "' object has no attribute 'rsplit'");
  type_error(is_cut ? "can only concatenate " + type_name_of(self) + ", not text" : "unhashable type: 'slice'");
}

// Floats will do as long as nothing is cut.
double size_argument(const Arguments& arguments, std::size_t i, double otherwise) {
  if (!arguments.has(i)) return otherwise;
  check_use(arguments[i]);
  double size = 0;
  if (!to_real(arguments[i], size)) {
    type_error("'>=' not supported between instances of '" + type_name_of(arguments[i]) + "' and 'int'");
  }
  return size;
}

// Anything with a length will do for the end of a text as long as it is not needed.
std::int64_t size_of_end(const Value& end) {
  if (end.is_string()) return static_cast<std::int64_t>(code_points(end.as_string()));
  check_soft_use(end);
  const auto size = is_undefined(end) ? std::optional<std::size_t>(0) : length_of(end);
  if (!size) type_error("object of type '" + type_name_of(end) + "' has no len()");
  return static_cast<std::int64_t>(*size);
}

Value truncate(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const Value end = arguments.has(2) ? arguments[2] : Value("...");
  const std::int64_t end_size = size_of_end(end);
  const double length = size_argument(arguments, 0, 255);
  const double leeway = arguments[3].is_null() ? 5 : size_argument(arguments, 3, 5);
  if (length < static_cast<double>(end_size)) {
    fail("AssertionError", "expected length >= " + std::to_string(end_size) + ", got " + to_str(arguments[0]));
  }
  if (leeway < 0) fail("AssertionError", "expected leeway >= 0, got " + to_str(arguments[3]));
  if (is_undefined(self)) return check_soft_use(self), self;
  if (!self.is_string()) return untruncated(self, length + leeway, arguments.truth(1, false));
  const std::string_view text = self.as_string();
  if (static_cast<double>(code_points(text)) <= length + leeway) return self;
  const bool kill_words = arguments.truth(1, false);
  std::size_t cut = 0;
  for (std::int64_t n = arguments.integer(0, 255) - end_size; n > 0; --n) next_code_point(text, cut);
  std::string_view kept = text.substr(0, cut);
  if (!kill_words) kept = kept.substr(0, std::min(kept.rfind(' '), kept.size()));
  return arithmetic(evaluator, ExprKind::add, text_like(self, std::string(kept)), end);
}

Value word_count(Evaluator&, const Value& self, const Arguments&) {
  const std::string text = soft_text(self);
  std::int64_t words = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.size();) {
    const bool word = is_word(next_code_point(text, i));
    if (word && !inside) ++words;
    inside = word;
  }
  return words;
}

std::string indentation(const Evaluator& evaluator, const Arguments& arguments) {
  if (arguments.has(0) && arguments[0].is_string()) return std::string(arguments[0].as_string());
  // More than the output may have is too much for the first line already.
  const auto most = static_cast<std::int64_t>(evaluator.options().limits.output + 1);
  return std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(arguments.used_integer(0, 4), 0, most)), ' ');
}

// A line end is added before the lines are counted, which makes one of it and a \r before.
// Appends lines that are already known to be there; blank ones without indentation unless it is asked for.
// Before the lines of a plain text stands HTML: what is joined to it is escaped, as Python's + and join() do it.
Value indent_with_html(const std::vector<std::string_view>& lines, const std::string& by, bool first, bool blank) {
  std::string out(blank ? escaped(lines.front()) : std::string(lines.front()));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    out.push_back('\n');
    if (blank || !lines[i].empty()) out += by + escaped(lines[i]);
  }
  if (first) out = by + (blank ? out : escaped(out));
  return first || blank ? make_safe(out) : Value(std::string_view(out));
}

Value indent(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const std::string by = indentation(evaluator, arguments);
  check_use(self);
  if (self.is_list()) fail(type::kAttribute, "'list' object has no attribute 'splitlines'");
  if (!self.is_string()) type_error("unsupported operand type(s) for +=: '" + type_name_of(self) + "' and 'str'");
  const bool blank = arguments.truth(2, false);
  const bool first = arguments.truth(1, false);
  std::vector<std::string_view> lines = split_lines(self.as_string(), false);
  const std::string_view text = self.as_string();
  const bool ends_with_line = text.empty() || (ends_line(text) && !text.ends_with('\r'));
  if (is_safe(arguments[0]) && !is_safe(self)) {
    if (ends_with_line) lines.emplace_back();
    evaluator.charge_text(6 * text.size() + lines.size() * (by.size() + 1));
    return indent_with_html(lines, by, first, blank);
  }
  std::string out;
  const std::size_t count = lines.size() + (ends_with_line ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view line = i < lines.size() ? lines[i] : std::string_view();
    if (i > 0) out.push_back('\n');
    const bool wanted = i == 0 ? first : blank || !line.empty();
    if (wanted) out += by;
    out += line;
    if (wanted) evaluator.charge_text(out.size());
  }
  return text_like(self, out);
}

Value format(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  if (arguments.keyword("value") != nullptr) type_error("format() got multiple values for argument 'value'");
  if (arguments.size() > 0 && !arguments.keywords().empty()) {
    fail(type::kFilterArgument, "can't handle positional and keyword arguments at the same time");
  }
  const Value text = self.is_string() ? self : Value(std::string_view(soft_text(self)));
  if (arguments.keywords().empty()) {
    return format_percent(evaluator, text, make_tuple(List(arguments.values().begin(), arguments.values().end())));
  }
  Map named;
  for (const Keyword& keyword : arguments.keywords()) named.set(keyword.name, keyword.value);
  return format_percent(evaluator, text, Value(std::move(named)));
}

}  // namespace

std::span<const Filter> text_filters() {
  static const Filter all[] = {
      {"upper", "", to_upper_text},
      {"lower", "", to_lower_text},
      {"capitalize", "", capitalize_text},
      {"title", "", title},
      {"trim", "chars?", trim},
      {"string", "", string},
      {"center", "width?", center},
      {"replace", "old new count?", replace},
      {"truncate", "length? killwords? end? leeway?", truncate},
      {"wordcount", "", word_count},
      {"indent", "width? first? blank?", indent},
      {"format", "*", format},
  };
  return all;
}

}  // namespace sailmaker::jinja
