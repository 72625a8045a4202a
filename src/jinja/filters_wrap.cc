#include <algorithm>

#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/registry.h"
#include "jinja/text.h"
#include "jinja/unicode_class.h"

// wordwrap, in the way of Python's textwrap: a line becomes chunks (words, blanks, parts of hyphenated words), and
// chunks fill lines.

namespace sailmaker::jinja {

namespace {

struct Wrapping {
  std::size_t width;
  bool can_cut;  // with a width that is no integer, words that are too long cannot be cut
  bool break_long_words;
  bool break_on_hyphens;
};

// After a hyphen inside a word, letters on both sides: the place where the word may be broken; 0 when there is none.
std::size_t hyphen_break(std::string_view word, std::size_t from) {
  for (std::size_t i = from; i + 1 < word.size(); ++i) {
    if (word[i] != '-') continue;
    if (i < from + 1) continue;
    std::size_t before = previous_start(word, i);
    const std::uint32_t left = next_code_point(word, before);
    std::size_t after = i + 1;
    const std::uint32_t right = next_code_point(word, after);
    if (is_word(left) && !is_digit(left) && is_word(right) && !is_digit(right)) return i + 1;
  }
  return 0;
}

void add_word(std::string_view word, const Wrapping& how, std::vector<std::string_view>& chunks) {
  std::size_t start = 0;
  while (how.break_on_hyphens) {
    const std::size_t at = hyphen_break(word, start);
    if (at == 0) break;
    chunks.push_back(word.substr(start, at - start));
    start = at;
  }
  if (start < word.size()) chunks.push_back(word.substr(start));
}

std::vector<std::string_view> chunks_of(std::string_view line, const Wrapping& how) {
  std::vector<std::string_view> chunks;
  const auto blank = [&](std::size_t i) { return line[i] == ' ' || (line[i] >= '\t' && line[i] <= '\r'); };
  for (std::size_t i = 0; i < line.size();) {
    const std::size_t start = i;
    const bool is_blank = blank(i);
    while (i < line.size() && blank(i) == is_blank) ++i;
    if (is_blank)
      chunks.push_back(line.substr(start, i - start));
    else
      add_word(line.substr(start, i - start), how, chunks);
  }
  return chunks;
}

std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  for (; count > 0 && end < text.size(); --count) next_code_point(text, end);
  return end;
}

// Where a word that is longer than a line is cut: after the last hyphen that has more than hyphens before it.
std::size_t cut_of(std::string_view word, std::size_t room, const Wrapping& how) {
  const std::size_t cut = bytes_of(word, room);
  if (!how.break_on_hyphens || cut == word.size()) return cut;
  const std::size_t hyphen = word.substr(0, cut).rfind('-');
  if (hyphen == std::string_view::npos) return cut;
  return word.find_first_not_of('-') < hyphen ? hyphen + 1 : cut;
}

std::vector<std::string> wrap_line(std::string_view line, const Wrapping& how) {
  std::vector<std::string> lines;
  std::vector<std::string_view> chunks = chunks_of(line, how);
  std::size_t next = 0;
  while (next < chunks.size()) {
    if (strip(chunks[next]).empty() && !lines.empty()) ++next;
    std::string made;
    std::size_t size = 0;
    std::size_t last_blank = 0;  // bytes of the blanks that end the line
    while (next < chunks.size() && size + code_points(chunks[next]) <= how.width) {
      const bool is_blank = strip(chunks[next]).empty();
      last_blank = is_blank ? chunks[next].size() : 0;
      size += code_points(chunks[next]);
      made += chunks[next++];
    }
    if (next < chunks.size() && code_points(chunks[next]) > how.width) {
      const std::size_t room = how.width - size;
      if (how.break_long_words && room == 0) {
        last_blank = 0;  // textwrap adds nothing to the line then, and takes that for its last blank
      } else if (how.break_long_words) {
        if (!how.can_cut) type_error("slice indices must be integers or None or have an __index__ method");
        const std::size_t cut = cut_of(chunks[next], room, how);
        made += chunks[next].substr(0, cut);
        last_blank = strip(chunks[next].substr(0, cut)).empty() ? cut : 0;
        chunks[next].remove_prefix(cut);
      } else if (made.empty()) {
        last_blank = strip(chunks[next]).empty() ? chunks[next].size() : 0;
        made += chunks[next++];
      }
    }
    if (last_blank > 0) made.resize(made.size() - last_blank);
    if (!made.empty()) lines.push_back(std::move(made));
  }
  return lines;
}

Value wordwrap(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  check_use(arguments[0]);
  const bool is_real = arguments[0].is_real() && arguments.has(0);
  // Above nothing, a part of a character counts as one.
  const double real = is_real ? arguments[0].as_real() : 0;
  const std::int64_t width = !is_real               ? arguments.integer(0, 79)
                             : real > 0 && real < 1 ? 1
                                                    : static_cast<std::int64_t>(std::clamp(real, -1.0, 1e9));
  const Wrapping how{static_cast<std::size_t>(std::max<std::int64_t>(0, width)), !is_real || real < 1,
                     arguments.truth(1, true), arguments.truth(3, true)};
  const std::string between =
      arguments.has(2) && !arguments[2].is_null() ? arguments.text(2, "") : evaluator.options().newline_sequence;
  check_use(self);
  if (!self.is_string()) fail(type::kAttribute, "'" + type_name_of(self) + "' object has no attribute 'splitlines'");
  std::string out;
  bool first = true;
  for (const std::string_view line : split_lines(self.as_string(), false)) {
    if (width <= 0) value_error("invalid width " + std::to_string(width) + " (must be > 0)");
    if (!std::exchange(first, false)) out += between;
    bool first_part = true;
    for (const std::string& part : wrap_line(line, how)) {
      if (!std::exchange(first_part, false)) out += between;
      out += part;
    }
  }
  evaluator.charge_text(out.size());
  return Value(std::string_view(out));
}

}  // namespace

std::span<const Filter> wrap_filters() {
  static const Filter all[] = {{"wordwrap", "width? break_long_words? wrapstring? break_on_hyphens?", wordwrap}};
  return all;
}

}  // namespace sailmaker::jinja
