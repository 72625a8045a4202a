#include <algorithm>

#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/iterate.h"
#include "jinja/methods.h"
#include "jinja/print.h"
#include "jinja/text.h"
#include "jinja/unicode_class.h"

// Methods of texts that cut and join.

namespace sailmaker::jinja {

namespace {

constexpr std::size_t npos = std::string_view::npos;

List values_of(const Value& self, const std::vector<std::string_view>& parts) {
  List values;
  for (const std::string_view part : parts) values.push_back(text_like(self, part));
  return values;
}

std::vector<std::string_view> split_at(std::string_view text, std::string_view separator, std::int64_t count,
                                       bool from_right) {
  std::vector<std::string_view> parts;
  while (count < 0 || static_cast<std::int64_t>(parts.size()) < count) {
    const std::size_t at = from_right ? text.rfind(separator) : text.find(separator);
    if (at == npos) break;
    parts.push_back(from_right ? text.substr(at + separator.size()) : text.substr(0, at));
    text = from_right ? text.substr(0, at) : text.substr(at + separator.size());
  }
  parts.push_back(text);
  if (from_right) std::reverse(parts.begin(), parts.end());
  return parts;
}

Value split_text(Evaluator& evaluator, const Value& self, const Arguments& arguments, bool from_right) {
  const std::int64_t count = arguments.integer(1, -1);
  List parts;
  if (!arguments.has(0) || arguments[0].is_null()) {
    parts = values_of(self, split_blank(self.as_string(), count, from_right));
  } else {
    const std::string separator = arguments.text(0, "");
    if (separator.empty()) value_error("empty separator");
    parts = values_of(self, split_at(self.as_string(), separator, count, from_right));
  }
  evaluator.charge(parts.size());
  return make_list(std::move(parts));
}

Value split(Evaluator& e, const Value& self, const Arguments& arguments) {
  return split_text(e, self, arguments, false);
}
Value rsplit(Evaluator& e, const Value& self, const Arguments& arguments) {
  return split_text(e, self, arguments, true);
}

Value splitlines(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  List lines = values_of(self, split_lines(self.as_string(), arguments.small_integer(0, 0) != 0));
  evaluator.charge(lines.size());
  return make_list(std::move(lines));
}

Value partition_text(const Value& self, const Arguments& arguments, bool from_right) {
  const std::string separator = arguments.text(0, "");
  if (separator.empty()) value_error("empty separator");
  const std::string_view text = self.as_string();
  const std::size_t at = from_right ? text.rfind(separator) : text.find(separator);
  if (at == npos) {
    const Value none = text_like(self, "");
    return from_right ? make_tuple({none, none, self}) : make_tuple({self, none, none});
  }
  const Value middle = is_safe(self) ? make_safe(separator) : arguments[0];
  return make_tuple({text_like(self, text.substr(0, at)), middle, text_like(self, text.substr(at + separator.size()))});
}

Value partition(Evaluator&, const Value& self, const Arguments& arguments) {
  return partition_text(self, arguments, false);
}
Value rpartition(Evaluator&, const Value& self, const Arguments& arguments) {
  return partition_text(self, arguments, true);
}

Value join(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  const bool safe = is_safe(self);
  std::string out;
  std::size_t place = 0;
  if (!is_iterable(arguments[0])) type_error("can only join an iterable");
  Cursor cursor(arguments[0]);
  for (Value item; cursor.next(item); ++place) {
    if (!item.is_string() && !safe) {
      type_error("sequence item " + std::to_string(place) + ": expected str instance, " + type_name_of(item) +
                 " found");
    }
    if (place > 0) out += self.as_string();
    if (safe)
      append_html(out, item);
    else
      out += item.as_string();
    evaluator.charge(1);
    if (out.size() > evaluator.options().limits.output) break;
  }
  evaluator.charge_text(out.size());
  return text_like(self, out);
}

}  // namespace

std::span<const Native> text_split_methods() {
  static const Native all[] = {
      {"split", "sep? maxsplit?", split}, {"rsplit", "sep? maxsplit?", rsplit}, {"splitlines", "keepends?", splitlines},
      {"partition", "/ sep", partition},  {"rpartition", "/ sep", rpartition},  {"join", "/ iterable", join},
  };
  return all;
}

}  // namespace sailmaker::jinja
