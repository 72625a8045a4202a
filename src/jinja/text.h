#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sailmaker::jinja {

class Evaluator;

// What filters and methods on text share. Lengths and widths are in code points.

enum class Side { left, right, both };

/// Without the leading and trailing code points that stand in `set`.
std::string_view strip_characters(std::string_view text, std::string_view set, Side side);
/// In the middle of `width`, the odd blank placed as Python's str.center does it.
std::string centered(std::string_view text, std::int64_t width, std::string_view fill);
/// All, or the first `count` when that is not negative; an empty `old` inserts between characters.
std::string replaced(Evaluator& evaluator, std::string_view text, std::string_view old, std::string_view fresh,
                     std::int64_t count);
/// At runs of white space, ends left out; at most `count` cuts, from the chosen side, when that is not negative.
std::vector<std::string_view> split_blank(std::string_view text, std::int64_t count, bool from_right);
/// At all the line ends that Python's splitlines knows.
std::vector<std::string_view> split_lines(std::string_view text, bool keep_ends);
bool ends_line(std::string_view text);

}  // namespace sailmaker::jinja
