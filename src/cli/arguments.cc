#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "base/edit_distance.h"
#include "cli/commands.h"

namespace sailmaker::cli {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

const Option* find_option(const Command* command, std::string_view name) {
  for (const Option& option : common_options()) {
    if (option.name == name) return &option;
  }
  if (command == nullptr) return nullptr;
  for (const Option& option : command->options) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

std::string spelling(const Option& option) {
  const std::string name(option.name);
  return option.letter == '\0' ? "--" + name : std::string("-") + option.letter + ",--" + name;
}

void add_option(CLI::App& app, const Option& option, Arguments& arguments) {
  const std::string name(option.name);
  if (option.value.empty()) {
    app.add_flag_function(spelling(option), [name, &arguments](std::int64_t) { arguments.set_flag(name); });
  } else if (option.repeats) {
    app.add_option_function<std::vector<std::string>>(
           spelling(option),
           [name, &arguments](const std::vector<std::string>& values) { arguments.set_values(name, values); })
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  } else {
    app.add_option_function<std::string>(
        spelling(option), [name, &arguments](const std::string& value) { arguments.set_value(name, value); });
  }
}

// The word that CLI11 did not know, with the nearest one that it knows.
Error unknown_word(const Command* command, const std::string& word) {
  const bool is_option = word.starts_with("-");
  std::vector<std::string> known;
  if (is_option) {
    for (const Option& option : common_options()) known.push_back("--" + std::string(option.name));
    for (const Option& option : command == nullptr ? std::vector<Option>() : command->options) {
      known.push_back("--" + std::string(option.name));
    }
  } else {
    for (const Command& each : commands()) known.emplace_back(each.name);
  }
  std::string what = is_option            ? "unknown option '"
                     : command == nullptr ? "unknown command '"
                                          : "unexpected argument '";
  Error error(what + word + "'");
  error.hint = command != nullptr && !is_option ? "" : did_you_mean(word, known);
  if (error.hint.empty()) {
    error.hint = command == nullptr ? "`sailmaker --help` lists the commands"
                                    : "see `sailmaker " + std::string(command->name) + " --help`";
  }
  return error;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
}

Result<void> check_value(const Option& option, const std::string& value) {
  if (option.value == "N" && !is_number(value)) {
    return Error("--" + std::string(option.name) + " needs a number, not '" + value + "'");
  }
  if (option.choices.empty()) return {};
  const std::vector<std::string> choices = split(option.choices, '|');
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
  Error error("--" + std::string(option.name) + " cannot be '" + value + "'");
  error.hint = did_you_mean(value, choices);
  if (error.hint.empty()) error.hint = "it is one of " + std::string(option.choices);
  return error;
}

Result<void> check_values(const Arguments& arguments) {
  std::vector<Option> options(common_options().begin(), common_options().end());
  options.insert(options.end(), arguments.command->options.begin(), arguments.command->options.end());
  for (const Option& option : options) {
    if (option.value.empty()) continue;
    const std::string value = arguments.value(option.name);
    if (value.empty() && !arguments.is_set(option.name)) continue;
    if (auto checked = check_value(option, value); !checked) return checked;
  }
  return {};
}

Result<void> check_operands(const Arguments& arguments) {
  const Command& command = *arguments.command;
  for (std::size_t i = 0; i < command.operands.size(); ++i) {
    if (!command.operands[i].required || i < arguments.operands.size()) continue;
    return Error("`sailmaker " + std::string(command.name) + "` needs " + std::string(command.operands[i].name) + ": " +
                 std::string(command.operands[i].help))
        .with_hint("see `sailmaker " + std::string(command.name) + " --help`");
  }
  const bool takes_all = !command.operands.empty() && command.operands.back().many;
  if (arguments.operands.size() > command.operands.size() && !takes_all) {
    return unknown_word(&command, arguments.operands[command.operands.size()]);
  }
  return {};
}

Error usage_error(const CLI::ParseError& error, const Command* command) {
  return Error(error.what())
      .with_hint(command == nullptr ? "`sailmaker --help` lists the commands"
                                    : "see `sailmaker " + std::string(command->name) + " --help`");
}

}  // namespace

std::string Arguments::value(std::string_view name) const {
  if (const auto found = values_.find(name); found != values_.end()) return found->second.back();
  const Option* option = find_option(command, name);
  if (option == nullptr) return {};
  if (!option->environment.empty()) {
    const char* set = std::getenv(std::string(option->environment).c_str());
    if (set != nullptr && *set != '\0') return set;
  }
  return std::string(option->fallback);
}

const std::vector<std::string>& Arguments::values(std::string_view name) const {
  static const std::vector<std::string> kNone;
  const auto found = values_.find(name);
  return found == values_.end() ? kNone : found->second;
}

namespace {

// The first word that is neither an option nor an option's value is the command.
const Command* find_command_word(const std::vector<std::string>& words, std::size_t& place) {
  for (place = 0; place < words.size(); ++place) {
    const std::string& word = words[place];
    if (!word.starts_with("-")) return find_command(word);
    for (const Option& option : common_options()) {
      const bool takes_next = word == "--" + std::string(option.name) || word == std::string("-") + option.letter;
      if (takes_next && !option.value.empty()) ++place;
    }
  }
  return nullptr;
}

}  // namespace

Result<Arguments> parse_arguments(int argc, const char* const* argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  Arguments arguments;
  std::size_t place = 0;
  arguments.command = find_command_word(words, place);
  if (arguments.command == nullptr && place < words.size()) return unknown_word(nullptr, words[place]);
  if (arguments.command != nullptr) words.erase(words.begin() + static_cast<std::ptrdiff_t>(place));

  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  for (const Option& option : common_options()) add_option(app, option, arguments);
  if (arguments.command != nullptr) {
    for (const Option& option : arguments.command->options) add_option(app, option, arguments);
  }
  try {
    std::reverse(words.begin(), words.end());
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    return usage_error(error, arguments.command);
  }
  for (const std::string& extra : app.remaining()) {
    if (extra.size() > 1 && extra.starts_with("-") && extra != "--") return unknown_word(arguments.command, extra);
    if (extra != "--") arguments.operands.push_back(extra);
  }
  arguments.wants_help = arguments.has("help");
  if (arguments.wants_help || arguments.command == nullptr) return arguments;
  if (auto checked = check_values(arguments); !checked) return std::move(checked).error();
  if (auto checked = check_operands(arguments); !checked) return std::move(checked).error();
  return arguments;
}

}  // namespace sailmaker::cli
