#pragma once

#include <cstring>
#include <string_view>

namespace sailmaker::pipeline {

/// a == b for names of which most differ: looks at both ends before it compares what is between.
inline bool same_name(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a.empty()) return true;
  if (a.front() != b.front() || a.back() != b.back()) return false;
  return std::memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace sailmaker::pipeline
