#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace sailmaker::diff {

enum class Paint { none, bold, dim, red, green, yellow, cyan };

/// Appends `text`, between a terminal's codes for `paint` when `color` is wanted.
inline void append_painted(std::string& out, Paint paint, std::string_view text, Color color) {
  constexpr std::string_view kCodes[] = {"", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[36m"};
  if (color == Color::no || paint == Paint::none || text.empty()) {
    out += text;
    return;
  }
  out += kCodes[static_cast<int>(paint)];
  out += text;
  out += "\x1b[0m";
}

}  // namespace sailmaker::diff
