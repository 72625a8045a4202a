#include "fleet/day.h"

#include <cctype>

#include "fleet/section.h"

namespace sailmaker::fleet {

namespace {

int number(std::string_view digits) {
  int out = 0;
  for (const char c : digits) out = out * 10 + (c - '0');
  return out;
}

int days_of(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

}  // namespace

bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != 4 && i != 7 && std::isdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  const int month = number(text.substr(5, 2));
  const int day = number(text.substr(8, 2));
  return month >= 1 && month <= 12 && day >= 1 && day <= days_of(number(text.substr(0, 4)), month);
}

std::optional<std::string> decode_until(const Section& section) {
  const auto until = section.find("until");
  if (!until || until->is_null()) return std::string();
  if (until->value().is_string() && is_day(until->value().as_string())) return std::string(until->value().as_string());
  until->error("'until' must be a day, but is `" + std::string(until->written()) + "`", "write it as 2026-12-31");
  return std::nullopt;
}

}  // namespace sailmaker::fleet
