#include "fleet/part_pattern.h"

#include <algorithm>

namespace sailmaker::fleet {

Result<PartPattern> PartPattern::parse(std::string_view text, std::string_view file) {
  PartPattern pattern;
  pattern.text_ = std::string(text);
  const auto wrong = [&](const std::string& what) {
    return Error("'" + std::string(text) + "' is no path: " + what).with_hint("such as triggers[*].enabled");
  };
  for (std::size_t at = 0; at < text.size();) {
    const bool is_item = text[at] == '[';
    if (!is_item && text[at] == '.') {
      if (at == 0) return wrong("it begins with a dot");
      ++at;
    }
    const std::size_t begin = is_item ? at + 1 : at;
    const std::size_t end = is_item ? text.find(']', begin) : std::min(text.find_first_of(".[", begin), text.size());
    if (end == std::string_view::npos) return wrong("a '[' is not closed");
    if (end == begin) return wrong("a name is missing");
    auto glob = Glob::compile(text, begin, end, file);
    if (!glob) return std::move(glob).error();
    pattern.steps_.push_back({is_item, std::move(*glob)});
    at = is_item ? end + 1 : end;
  }
  if (pattern.steps_.empty()) return wrong("it is empty");
  if (pattern.steps_.front().is_item) return wrong("it begins with an item of a list");
  return pattern;
}

}  // namespace sailmaker::fleet
