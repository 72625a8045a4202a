#include "cli/help.h"

#include <fmt/format.h>

#include <algorithm>

namespace sailmaker::cli {

namespace {

constexpr std::size_t kColumn = 28;

std::string heading_of(const Option& option) {
  std::string out = option.letter == '\0' ? "      " : fmt::format("  -{}, ", option.letter);
  out += "--" + std::string(option.name);
  if (!option.value.empty()) out += " " + std::string(option.value);
  if (option.repeats) out += "...";
  return out;
}

std::string details_of(const Option& option) {
  std::string out(option.help);
  if (!option.choices.empty()) out += fmt::format(" ({})", option.choices);
  if (!option.fallback.empty() && option.fallback != "0") out += fmt::format(" [default: {}]", option.fallback);
  if (!option.environment.empty()) out += fmt::format(" [environment: {}]", option.environment);
  return out;
}

std::string row(std::string head, std::string_view details) {
  if (head.size() + 2 > kColumn) {
    head += '\n' + std::string(kColumn, ' ');
  } else {
    head.resize(kColumn, ' ');
  }
  return head + wrapped(details, kColumn) + '\n';
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (column > indent && column + end + 1 > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += text.substr(0, end);
    column += end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string usage_line(const Command& command) {
  std::string out(command.name);
  for (const Operand& operand : command.operands) {
    const std::string name = std::string(operand.name) + (operand.many ? "..." : "");
    out += operand.required ? fmt::format(" {}", name) : fmt::format(" [{}]", name);
  }
  return out + " [options]";
}

std::string general_help() {
  std::string out =
      "Sailmaker makes Spinnaker pipelines from Jinja2/YAML templates, shows what would change,\n"
      "and writes it where Spinnaker keeps its pipelines.\n\n"
      "Usage: sailmaker COMMAND [options]\n\n"
      "Commands:\n";
  for (const Command& command : commands()) out += row("  " + std::string(command.name), command.summary);
  out += "\nOptions of every command:\n";
  for (const Option& option : common_options()) out += row(heading_of(option), details_of(option));
  out += row("      --version", "show the version and exit");
  out +=
      "\nResults go to standard output, everything else to standard error. Exit codes: 0 done, 1 error,\n"
      "2 wrong usage. `sailmaker COMMAND --help` says more. To begin: sailmaker init demo\n";
  return out;
}

std::string command_help(const Command& command) {
  std::string out = fmt::format("sailmaker {}: {}\n\n{}\n\nUsage: sailmaker {}\n", command.name, command.summary,
                                wrapped(command.description, 0), usage_line(command));
  if (!command.operands.empty()) out += '\n';
  for (const Operand& operand : command.operands) out += row("  " + std::string(operand.name), operand.help);
  if (!command.options.empty()) out += "\nOptions:\n";
  for (const Option& option : command.options) out += row(heading_of(option), details_of(option));
  out += "\nOptions of every command:\n";
  for (const Option& option : common_options()) out += row(heading_of(option), details_of(option));
  out += "\nExamples:\n";
  for (const std::string_view example : command.examples) out += fmt::format("  {}\n", example);
  return out;
}

}  // namespace sailmaker::cli
