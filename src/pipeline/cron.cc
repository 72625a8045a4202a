#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/validate_steps.h"

namespace sailmaker::pipeline {

namespace {

constexpr std::size_t kDayOfMonth = 3;
constexpr std::size_t kDayOfWeek = 5;

std::vector<std::string_view> fields_of(std::string_view expression) {
  std::vector<std::string_view> fields;
  for (std::size_t begin = expression.find_first_not_of(" \t"); begin != std::string_view::npos;) {
    const std::size_t end = std::min(expression.find_first_of(" \t", begin), expression.size());
    fields.push_back(expression.substr(begin, end - begin));
    begin = expression.find_first_not_of(" \t", end);
  }
  return fields;
}

}  // namespace

std::string cron_problem(std::string_view expression) {
  const auto fields = fields_of(expression);
  if (fields.size() == 5) {
    return fmt::format("'{}' has five fields, as crontab has it; Quartz begins with the second", expression);
  }
  if (fields.size() != 6 && fields.size() != 7) {
    return fmt::format("'{}' has {} fields; Quartz wants six or seven", expression, fields.size());
  }
  const auto asked = static_cast<std::size_t>(std::count(fields.begin(), fields.end(), "?"));
  const int days = (fields[kDayOfMonth] == "?") + (fields[kDayOfWeek] == "?");
  if (days == 0) return fmt::format("'{}' sets both the day of the month and the day of the week", expression);
  if (days == 2) return fmt::format("'{}' sets neither the day of the month nor the day of the week", expression);
  if (asked > 1) return fmt::format("'{}' has a ? that stands for no day", expression);
  return {};
}

}  // namespace sailmaker::pipeline
