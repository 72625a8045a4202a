// Sailmaker's verdicts, for comparison with those of JavaVerdicts.java, which says what comes in and goes out.
#include <fmt/core.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "pipeline/cron.h"
#include "pipeline/java_regex.h"

using namespace sailmaker::pipeline;

namespace {

std::string from_hex(const std::string& hex) {
  std::string text;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    text += static_cast<char>(std::strtol(hex.substr(i, 2).c_str(), nullptr, 16));
  }
  return text;
}

std::string cron(const std::string& text) {
  const auto parsed = Cron::parse(text);
  if (!parsed) return "refuses: " + parsed.error().message;
  std::string answer = "accepts";
  std::optional<WallTime> next = WallTime{2026, 11, 27, 15, 4, 5};
  for (int i = 0; i < 3 && next; ++i) {
    next = parsed->next(*next);
    if (!next) break;
    answer += fmt::format(" {:04}-{:02}-{:02}T{:02}:{:02}:{:02}", next->year, next->month, next->day, next->hour,
                          next->minute, next->second);
  }
  return answer;
}

std::string regex(const std::string& text) {
  const std::string problem = regex_problem(text);
  return problem.empty() ? "accepts" : "refuses: " + problem;
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t blank = line.find(' ');
    const std::string text = from_hex(line.substr(blank + 1));
    std::cout << (line.starts_with("cron") ? cron(text) : regex(text)) << '\n';
  }
  return 0;
}
