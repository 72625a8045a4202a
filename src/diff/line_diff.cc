#include "diff/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "diff/sequence.h"

namespace sailmaker::diff {

namespace {

using Lines = std::vector<std::string_view>;

Lines split(std::string_view text) {
  Lines lines;
  lines.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

using Numbers = std::unordered_map<std::string_view, std::uint32_t>;

std::vector<std::uint32_t> number(const Lines& lines, Numbers& numbers) {
  std::vector<std::uint32_t> ids;
  ids.reserve(lines.size());
  for (const std::string_view line : lines) {
    ids.push_back(numbers.emplace(line, static_cast<std::uint32_t>(numbers.size())).first->second);
  }
  return ids;
}

}  // namespace

std::vector<DiffLine> compare_lines(std::string_view before, std::string_view after) {
  const Lines old_lines = split(before);
  const Lines new_lines = split(after);
  Numbers numbers;
  const auto old_ids = number(old_lines, numbers);
  const auto new_ids = number(new_lines, numbers);
  std::vector<Match> matches = common_subsequence(old_ids, new_ids);
  matches.push_back({old_lines.size(), new_lines.size()});

  std::vector<DiffLine> out;
  std::size_t i = 0;
  std::size_t j = 0;
  for (const Match& match : matches) {
    while (i < match.before) out.push_back({'-', old_lines[i++]});
    while (j < match.after) out.push_back({'+', new_lines[j++]});
    if (i < old_lines.size() && j < new_lines.size()) out.push_back({' ', old_lines[i]});
    ++i, ++j;
  }
  return out;
}

}  // namespace sailmaker::diff
