#pragma once

#include <cstdint>
#include <string>

namespace sailmaker::cli {

/// "2026-11-27 10:15:02Z" of milliseconds since 1970; "-" for 0, which is a time that nobody knows.
std::string time_text(std::int64_t milliseconds);

}  // namespace sailmaker::cli
