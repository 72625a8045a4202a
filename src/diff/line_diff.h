#pragma once

#include <string_view>
#include <vector>

namespace sailmaker::diff {

/// One line of a line-by-line comparison, without its end.
struct DiffLine {
  char mark;              ///< ' ' in both, '-' only in the old text, '+' only in the new one
  std::string_view text;  ///< a view into the text it is from
};

/// The lines of both texts, removed ones before the added ones that stand in their place. An empty text has no lines; a
/// last line without an end counts as one with an end.
std::vector<DiffLine> compare_lines(std::string_view before, std::string_view after);

}  // namespace sailmaker::diff
