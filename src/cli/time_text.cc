#include "cli/time_text.h"

#include <fmt/format.h>

#include <ctime>

namespace sailmaker::cli {

std::string time_text(std::int64_t milliseconds) {
  if (milliseconds == 0) return "-";
  const std::time_t seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace sailmaker::cli
