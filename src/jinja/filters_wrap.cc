#include <algorithm>
#include <cstring>

#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/print.h"
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
  const Arguments& arguments;
  bool split_on_hyphens;  // textwrap asks for the same option in two ways: words split only when it is `true` itself

  // Asked where textwrap asks, since an undefined value may have no answer.
  bool break_long_words() const { return arguments.truth(1, true); }
  bool break_on_hyphens() const { return arguments.truth(3, true); }
};

bool is_blank(std::uint32_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Splits a line as textwrap's pattern does: blanks, dashes between words, and words, which end before a blank, after a
// hyphen between letters, or before dashes that join them to another word.
class Words {
 public:
  explicit Words(std::string_view line) : line_(line) {
    for (std::size_t i = 0; i < line.size();) {
      offsets_.push_back(i);
      chars_.push_back(next_code_point(line, i));
    }
    offsets_.push_back(line.size());
  }

  std::vector<std::string_view> chunks(bool break_on_hyphens) const {
    std::vector<std::string_view> chunks;
    for (std::size_t i = 0; i < chars_.size();) {
      const std::size_t end = is_blank(chars_[i]) ? end_of_blanks(i) : end_of_word(i, break_on_hyphens);
      chunks.push_back(line_.substr(offsets_[i], offsets_[end] - offsets_[i]));
      i = end;
    }
    return chunks;
  }

 private:
  std::uint32_t at(std::size_t i) const { return i < chars_.size() ? chars_[i] : 0; }
  bool letter(std::size_t i) const { return is_word(at(i)) && !is_decimal(at(i)); }
  // What may stand before dashes that join words.
  bool ends_word(std::size_t i) const {
    return is_word(chars_[i]) || (chars_[i] < 0x80 && std::strchr("!\"'&.,?", static_cast<int>(chars_[i])) != nullptr);
  }

  std::size_t end_of_blanks(std::size_t i) const {
    while (i < chars_.size() && is_blank(chars_[i])) ++i;
    return i;
  }

  // The end of the dashes from `i` on when they join what stands before them to a word; `i` when not.
  std::size_t end_of_dashes(std::size_t i) const {
    if (at(i) != '-' || at(i + 1) != '-' || i == 0 || !ends_word(i - 1)) return i;
    std::size_t end = i;
    while (at(end) == '-') ++end;
    return end < chars_.size() && is_word(chars_[end]) ? end : i;
  }

  // Whether a word may be broken after the hyphen at `i`: two letters stand before it, or letter, hyphen and a
  // character of a word; and two letters after it, between which a hyphen may stand.
  bool breaks_at(std::size_t i) const {
    const bool before = (i >= 2 && letter(i - 2) && letter(i - 1)) ||
                        (i >= 3 && letter(i - 3) && chars_[i - 2] == '-' && ends_word(i - 1));
    return before && letter(i + 1) && letter(at(i + 2) == '-' ? i + 3 : i + 2);
  }

  std::size_t end_of_word(std::size_t i, bool break_on_hyphens) const {
    if (break_on_hyphens && end_of_dashes(i) > i) return end_of_dashes(i);
    for (std::size_t end = i + 1;; ++end) {
      if (end >= chars_.size() || is_blank(chars_[end])) return end;
      if (!break_on_hyphens) continue;
      if (chars_[end] == '-' && breaks_at(end)) return end + 1;
      if (end_of_dashes(end) > end) return end;
    }
  }

  std::string_view line_;
  std::vector<std::uint32_t> chars_;
  std::vector<std::size_t> offsets_;  ///< of each character, and the end
};

std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  for (; count > 0 && end < text.size(); --count) next_code_point(text, end);
  return end;
}

// Where a word that is longer than a line is cut: after the last hyphen that has more than hyphens before it.
std::size_t cut_of(std::string_view word, std::size_t room, bool at_hyphens) {
  const std::size_t cut = bytes_of(word, room);
  if (!at_hyphens || cut == word.size()) return cut;
  const std::size_t hyphen = word.substr(0, cut).rfind('-');
  if (hyphen == std::string_view::npos) return cut;
  return word.find_first_not_of('-') < hyphen ? hyphen + 1 : cut;
}

std::vector<std::string> wrap_line(std::string_view line, const Wrapping& how) {
  std::vector<std::string> lines;
  std::vector<std::string_view> chunks = Words(line).chunks(how.split_on_hyphens);
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
      if (how.break_long_words()) {
        const bool at_hyphens = how.break_on_hyphens();
        if (!how.can_cut) type_error("slice indices must be integers or None or have an __index__ method");
        const std::size_t cut = cut_of(chunks[next], room, at_hyphens);
        made += chunks[next].substr(0, cut);
        // Of nothing too, textwrap takes it for the line's last blank.
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

Wrapping wrapping_of(const Arguments& arguments) {
  check_use(arguments[0]);
  const bool is_real = arguments[0].is_real() && arguments.has(0);
  // Above nothing, a part of a character counts as one.
  const double real = is_real ? arguments[0].as_real() : 0;
  const std::int64_t width = !is_real               ? arguments.bound(0, 79)
                             : real > 0 && real < 1 ? 1
                                                    : static_cast<std::int64_t>(std::clamp(real, -1.0, 1e9));
  if (width <= 0) value_error("invalid width " + std::to_string(width) + " (must be > 0)");
  return {static_cast<std::size_t>(width), !is_real || real < 1, arguments,
          !arguments.has(3) || (arguments[3].is_boolean() && arguments[3].as_boolean())};
}

Value wordwrap(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  // An undefined value of the chainable kind has a `join` too, which fails only when it is called.
  const bool fails_late = is_chainable(arguments[2]);
  if (!fails_late) check_use(arguments[2]);
  const std::string between = fails_late                                    ? ""
                              : arguments.has(2) && !arguments[2].is_null() ? arguments.text(2, "")
                                                                            : evaluator.options().newline_sequence;
  check_use(self);
  if (!self.is_string()) fail(type::kAttribute, "'" + type_name_of(self) + "' object has no attribute 'splitlines'");
  const auto lines = split_lines(self.as_string(), false);
  const bool safe = arguments.has(2) && is_safe(arguments[2]);  // a safe text joins what is escaped
  if (lines.empty() && fails_late) check_use(arguments[2]);
  if (lines.empty()) return safe ? make_safe("") : Value("");
  const Wrapping how = wrapping_of(arguments);
  std::string out;
  bool first = true;
  for (const std::string_view line : lines) {
    if (!std::exchange(first, false)) out += between;
    bool first_part = true;
    for (const std::string& part : wrap_line(line, how)) {
      if (!std::exchange(first_part, false)) out += between;
      safe ? append_escaped(out, part) : void(out += part);
    }
  }
  if (fails_late) check_use(arguments[2]);
  evaluator.charge_text(out.size());
  return safe ? make_safe(out) : Value(std::string_view(out));
}

}  // namespace

std::span<const Filter> wrap_filters() {
  static const Filter all[] = {{"wordwrap", "width? break_long_words? wrapstring? break_on_hyphens?", wordwrap}};
  return all;
}

}  // namespace sailmaker::jinja
