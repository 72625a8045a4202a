// Sailmaker's verdicts, for comparison with those of Verdicts.java. Reads lines "expression HEX" and "template HEX",
// HEX being the text in UTF-8, and answers each with "accepts" or "refuses: REASON".
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

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

std::optional<SpelError> parse_template(SpelParser& parser, const std::string& text) {
  std::vector<SpelPart> parts;
  if (auto error = find_spel(text, parts)) return error;
  for (const SpelPart& part : parts) {
    if (auto error = parser.parse(std::string_view(text).substr(part.offset, part.length))) return error;
  }
  return std::nullopt;
}

}  // namespace

int main() {
  SpelParser parser;
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t blank = line.find(' ');
    const std::string text = from_hex(line.substr(blank + 1));
    const auto error = line.starts_with("template") ? parse_template(parser, text) : parser.parse(text);
    std::cout << (error ? "refuses: " + error->message : "accepts") << '\n';
  }
  return 0;
}
