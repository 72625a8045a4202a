#include <fmt/format.h>

#include <string>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/output.h"

// The scripts complete commands, options, and the values of options that have a fixed set. They are made from the
// table of commands, so that they never say anything else than the program does.

namespace sailmaker::cli {

namespace {

std::string spaced(std::string_view choices) {
  std::string out(choices);
  for (char& c : out) c = c == '|' ? ' ' : c;
  return out;
}

std::string command_names() {
  std::string out;
  for (const Command& command : commands()) out += (out.empty() ? "" : " ") + std::string(command.name);
  return out;
}

template <typename Use>
void for_each_option(const Command& command, Use use) {
  for (const Option& option : command.options) use(option);
  for (const Option& option : common_options()) use(option);
}

std::string option_names(const Command& command) {
  std::string out;
  for_each_option(command,
                  [&](const Option& option) { out += (out.empty() ? "--" : " --") + std::string(option.name); });
  return out;
}

std::string bash_values(const Command& command) {
  std::string out;
  for_each_option(command, [&](const Option& option) {
    if (option.value.empty()) return;
    std::string words = "--" + std::string(option.name);
    if (option.letter != '\0') words += std::string("|-") + option.letter;
    const std::string reply = !option.choices.empty()
                                  ? fmt::format("compgen -W \"{}\" -- \"$word\"", spaced(option.choices))
                              : option.value == "DIR"  ? std::string("compgen -d -- \"$word\"")
                              : option.value == "FILE" ? std::string("compgen -f -- \"$word\"")
                                                       : std::string();
    if (!reply.empty()) out += fmt::format("        {}) COMPREPLY=($({})); return;;\n", words, reply);
  });
  return out;
}

std::string bash_script() {
  std::string cases;
  for (const Command& command : commands()) {
    cases += fmt::format("    {})\n      case \"$before\" in\n{}      esac\n", command.name, bash_values(command));
    cases += fmt::format(
        "      [[ $word == -* ]] && COMPREPLY=($(compgen -W \"{}\" -- \"$word\")) || "
        "COMPREPLY=($(compgen -f -- \"$word\"));;\n",
        option_names(command));
  }
  return fmt::format(
      "# bash completion for sailmaker\n"
      "_sailmaker() {{\n"
      "  local word=\"${{COMP_WORDS[COMP_CWORD]}}\" before=\"${{COMP_WORDS[COMP_CWORD-1]}}\" command=\"\" i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case \" {0} \" in *\" ${{COMP_WORDS[i]}} \"*) command=\"${{COMP_WORDS[i]}}\"; break;; esac\n"
      "  done\n"
      "  case \"$command\" in\n"
      "    '') COMPREPLY=($(compgen -W \"{0} --help --version\" -- \"$word\"));;\n"
      "{1}"
      "  esac\n"
      "}}\n"
      "complete -o filenames -F _sailmaker sailmaker\n",
      command_names(), cases);
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// zsh's _arguments: brackets and colons of a description are escaped.
std::string zsh_option(const Option& option) {
  std::string help;
  for (const char c : option.help)
    help += (c == '[' || c == ']' || c == ':') ? std::string("\\") + c : std::string(1, c);
  std::string out = fmt::format("--{}{}[{}]", option.name, option.value.empty() ? "" : "=", help);
  if (!option.value.empty()) {
    const std::string action = !option.choices.empty()  ? "(" + spaced(option.choices) + ")"
                               : option.value == "DIR"  ? std::string("_files -/")
                               : option.value == "FILE" ? std::string("_files")
                                                        : std::string();
    out += fmt::format(":{}:{}", option.value, action);
  }
  return quoted(out);
}

std::string zsh_script() {
  std::string list;
  std::string cases;
  for (const Command& command : commands()) {
    list += "    " + quoted(std::string(command.name) + ":" + std::string(command.summary)) + "\n";
    std::string options;
    for_each_option(command, [&](const Option& option) { options += " " + zsh_option(option); });
    cases += fmt::format("    {}) _arguments{} '*:argument:_files';;\n", command.name, options);
  }
  return fmt::format(
      "#compdef sailmaker\n"
      "_sailmaker() {{\n"
      "  local -a commands=(\n{}  )\n"
      "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
      "  local command=$words[2]\n"
      "  shift words; (( CURRENT-- ))\n"
      "  case $command in\n{}  esac\n"
      "}}\n"
      "compdef _sailmaker sailmaker\n",
      list, cases);
}

std::string fish_script() {
  std::string out = "# fish completion for sailmaker\ncomplete -c sailmaker -f\n";
  for (const Command& command : commands()) {
    out += fmt::format("complete -c sailmaker -n __fish_use_subcommand -a {} -d {}\n", command.name,
                       quoted(command.summary));
    for_each_option(command, [&](const Option& option) {
      out += fmt::format("complete -c sailmaker -n '__fish_seen_subcommand_from {}' -l {}", command.name, option.name);
      if (option.letter != '\0') out += fmt::format(" -s {}", option.letter);
      if (!option.choices.empty())
        out += fmt::format(" -x -a {}", quoted(spaced(option.choices)));
      else if (!option.value.empty())
        out += " -r -F";
      out += fmt::format(" -d {}\n", quoted(option.help));
    });
  }
  return out;
}

}  // namespace

int run_completion(const Arguments& arguments) {
  const std::string shell = arguments.operand(0);
  if (shell == "bash") return print(bash_script()), kDone;
  if (shell == "zsh") return print(zsh_script()), kDone;
  if (shell == "fish") return print(fish_script()), kDone;
  say_error(Error("no completion for '" + shell + "'").with_hint("it is one of bash, zsh, fish"));
  return kUsage;
}

}  // namespace sailmaker::cli
