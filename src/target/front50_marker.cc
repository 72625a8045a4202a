#include "target/front50_marker.h"

#include <algorithm>
#include <limits>

#include "value/json.h"
#include "value/map.h"

namespace sailmaker::target {

std::int64_t next_marker(std::string_view text, std::int64_t now) {
  if (text.empty()) return now;
  const auto marker = parse_json(text, "last-modified.json");
  const Value* last = marker ? marker->find("lastModified") : nullptr;
  if (last == nullptr || !last->is_integer()) return now;
  constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max();
  return std::max(now, last->as_integer() == latest ? latest : last->as_integer() + 1);
}

std::string marker_text(std::int64_t milliseconds) { return to_json(Map{{"lastModified", milliseconds}}); }

}  // namespace sailmaker::target
