#include <algorithm>
#include <string>

#include "diff/key_order.h"
#include "diff/line_diff.h"
#include "diff/paint.h"
#include "diff/print.h"
#include "yaml/emitter.h"

namespace sailmaker::diff {

namespace {

using Lines = std::vector<DiffLine>;

class Printer {
 public:
  Printer(const Lines& lines, Color color, std::size_t context) : lines_(lines), color_(color), context_(context) {}

  std::string run(std::string_view before_name, std::string_view after_name) {
    std::size_t from = next_change(0);
    if (from == lines_.size()) return {};
    add_line(Paint::bold, "--- " + one_line(before_name));
    add_line(Paint::bold, "+++ " + one_line(after_name));
    while (from < lines_.size()) {
      const std::size_t begin = std::max(done_, from - std::min(from, context_));
      const std::size_t end = end_of_hunk(from);
      add_hunk(begin, end);
      from = next_change(end);
    }
    return std::move(out_);
  }

 private:
  std::size_t next_change(std::size_t from) const {
    while (from < lines_.size() && lines_[from].mark == ' ') ++from;
    return from;
  }

  // Changes whose contexts touch share a hunk.
  std::size_t end_of_hunk(std::size_t from) const {
    for (;;) {
      while (from < lines_.size() && lines_[from].mark != ' ') ++from;
      const std::size_t next = next_change(from);
      if (next == lines_.size()) return std::min(lines_.size(), from + context_);
      if (next - from > 2 * context_) return from + context_;
      from = next;
    }
  }

  void add_hunk(std::size_t begin, std::size_t end) {
    skip_to(begin);
    const std::size_t old_line = old_line_;
    const std::size_t new_line = new_line_;
    skip_to(end);
    add_line(Paint::cyan, "@@ -" + range(old_line, old_line_) + " +" + range(new_line, new_line_) + " @@");
    for (std::size_t i = begin; i < end; ++i) {
      const Paint paint = lines_[i].mark == '+' ? Paint::green : lines_[i].mark == '-' ? Paint::red : Paint::none;
      add_line(paint, lines_[i].mark + std::string(lines_[i].text));
    }
  }

  // Counts the lines of both documents up to lines_[end].
  void skip_to(std::size_t end) {
    for (; done_ < end; ++done_) {
      if (lines_[done_].mark != '+') ++old_line_;
      if (lines_[done_].mark != '-') ++new_line_;
    }
  }

  // Lines [from, to), counted from 1; an empty range is said to stand behind the line before it.
  static std::string range(std::size_t from, std::size_t to) {
    const std::size_t count = to - from;
    if (count == 0) return std::to_string(from - 1) + ",0";
    return count == 1 ? std::to_string(from) : std::to_string(from) + "," + std::to_string(count);
  }

  static std::string one_line(std::string_view name) {
    std::string out(name);
    std::replace_if(
        out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return out;
  }

  void add_line(Paint paint, std::string_view text) {
    append_painted(out_, paint, text, color_);
    out_ += '\n';
  }

  const Lines& lines_;
  Color color_;
  std::size_t context_;
  std::size_t done_ = 0;
  std::size_t old_line_ = 1;
  std::size_t new_line_ = 1;
  std::string out_;
};

std::string document(const Value& value) { return value.is_null() ? std::string() : yaml::write(value); }

}  // namespace

std::string to_unified(const Value& before, const Value& after, std::string_view before_name,
                       std::string_view after_name, Color color, int context) {
  if (identical(before, after)) return {};
  const std::string old_text = document(in_key_order_of(after, before));
  return to_unified_text(old_text, document(after), before_name, after_name, color, context);
}

std::string to_unified_text(std::string_view before, std::string_view after, std::string_view before_name,
                            std::string_view after_name, Color color, int context) {
  const Lines lines = compare_lines(before, after);
  return Printer(lines, color, static_cast<std::size_t>(std::max(context, 0))).run(before_name, after_name);
}

}  // namespace sailmaker::diff
