#include <fmt/format.h>

#include <string>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/output.h"

namespace sailmaker::cli {

namespace {

// Text as roff takes it: backslashes, and dots and quotes that begin a line.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  if (out.starts_with('.') || out.starts_with('\'')) out = "\\&" + out;
  return out;
}

std::string option_entry(const Option& option) {
  std::string head;
  if (option.letter != '\0') head += fmt::format("\\fB\\-{}\\fR, ", option.letter);
  head += fmt::format("\\fB\\-\\-{}\\fR", roff(option.name));
  if (!option.value.empty()) head += fmt::format(" \\fI{}\\fR", option.value);
  std::string details(option.help);
  if (!option.choices.empty()) details += fmt::format(" One of {}.", option.choices);
  if (!option.fallback.empty() && option.fallback != "0") details += fmt::format(" Default: {}.", option.fallback);
  if (!option.environment.empty()) details += fmt::format(" Environment: {}.", option.environment);
  return fmt::format(".TP\n{}\n{}\n", head, roff(details));
}

std::string command_section(const Command& command) {
  std::string out = fmt::format(".SS \"sailmaker {}\"\n{}\n", roff(usage_line(command)), roff(command.description));
  for (const Operand& operand : command.operands) {
    out += fmt::format(".TP\n\\fI{}\\fR\n{}\n", operand.name, roff(operand.help));
  }
  for (const Option& option : command.options) out += option_entry(option);
  out += ".PP\nExamples:\n.nf\n";
  for (const std::string_view example : command.examples) out += "  " + roff(example) + "\n";
  return out + ".fi\n";
}

}  // namespace

int run_man(const Arguments&) {
  std::string out = fmt::format(
      ".TH SAILMAKER 1 \"\" \"Sailmaker {}\" \"User Commands\"\n"
      ".SH NAME\nsailmaker \\- makes Spinnaker pipelines from templates, shows what would change, and writes it\n"
      ".SH SYNOPSIS\n\\fBsailmaker\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n"
      ".SH DESCRIPTION\nA fleet is a folder with products, microservices, stacks and pipeline templates. Sailmaker\n"
      "generates every Spinnaker pipeline of it, shows the difference to what is stored, and writes it.\n"
      "Results go to standard output, everything else to standard error.\n.SH COMMANDS\n",
      SAILMAKER_VERSION);
  for (const Command& command : commands()) out += command_section(command);
  out += ".SH \"OPTIONS OF EVERY COMMAND\"\n";
  for (const Option& option : common_options()) out += option_entry(option);
  out +=
      ".SH \"EXIT STATUS\"\n0: done. 1: error. 2: wrong usage; of plan \\-\\-detailed\\-exitcode: there are changes.\n"
      "130: ended by a second Ctrl\\-C.\n";
  print(out);
  return kDone;
}

}  // namespace sailmaker::cli
