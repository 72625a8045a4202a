#include "sync/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <random>

namespace sailmaker::sync {

std::string new_run_id(std::int64_t now) {
  const std::time_t seconds = static_cast<std::time_t>(now / 1000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}{:02}{:02}t{:02}{:02}{:02}-{:03x}{:03x}", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec, now % 1000, std::random_device()() & 0xfffU);
}

bool is_run_id(std::string_view text) {
  constexpr std::string_view kForm = "00000000t000000-xxxxxx";
  const auto fits = [](char c, char form) {
    const bool digit = c >= '0' && c <= '9';
    if (form == '0') return digit;
    return form == 'x' ? digit || (c >= 'a' && c <= 'f') : c == form;
  };
  return text.size() == kForm.size() && std::equal(text.begin(), text.end(), kForm.begin(), fits);
}

}  // namespace sailmaker::sync
