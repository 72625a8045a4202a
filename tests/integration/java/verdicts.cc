// Sailmaker's verdicts, for comparison with those of Verdicts.java, which says what comes in and goes out.
#include <fmt/core.h>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/cron.h"
#include "pipeline/java_regex.h"
#include "pipeline/spel_parser.h"
#include "pipeline/spel_template.h"

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

std::string verdict(const std::optional<SpelError>& error) { return error ? "refuses: " + error->message : "accepts"; }

std::string expression(SpelParser& parser, const std::string& text) { return verdict(parser.parse(text)); }

std::string spel_template(SpelParser& parser, const std::string& text) {
  std::vector<SpelPart> parts;
  if (auto error = find_spel(text, parts)) return verdict(error);
  for (const SpelPart& part : parts) {
    if (auto error = parser.parse(std::string_view(text).substr(part.offset, part.length))) return verdict(error);
  }
  return verdict(std::nullopt);
}

std::string answer(SpelParser& parser, std::string_view kind, const std::string& text) {
  if (kind == "cron") return cron(text);
  if (kind == "regex") return regex(text);
  if (kind == "template") return spel_template(parser, text);
  return expression(parser, text);
}

}  // namespace

int main() {
  SpelParser parser;
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t blank = line.find(' ');
    std::cout << answer(parser, std::string_view(line).substr(0, blank), from_hex(line.substr(blank + 1))) << '\n';
  }
  return 0;
}
