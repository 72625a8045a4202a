#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sailmaker::cli {

class Arguments;

/// How the program ends. Scripts rely on these numbers.
enum ExitCode : int {
  kDone = 0,
  kError = 1,
  kUsage = 2,
  kChanges = 2,        ///< of `plan --detailed-exitcode` alone
  kInterrupted = 130,  ///< ended by Ctrl-C
};

struct Option {
  std::string_view name;         ///< without the dashes
  char letter = '\0';            ///< short form, or none
  std::string_view value;        ///< what the value is called, "DIR"; empty for a flag
  std::string_view choices;      ///< "text|json": the allowed values; empty for any
  std::string_view fallback;     ///< value when it is not given
  std::string_view environment;  ///< variable that gives the value when the option does not
  std::string_view help;
  bool repeats = false;  ///< may be given several times
};

struct Operand {
  std::string_view name;  ///< "SELECTOR"
  bool required = false;
  std::string_view help;
  bool many = false;  ///< takes all words that are left
};

struct Command {
  std::string_view name;
  std::string_view summary;      ///< one line, for the list of commands
  std::string_view description;  ///< paragraphs, for its own help and the manual page
  std::vector<Operand> operands;
  std::vector<Option> options;
  std::vector<std::string_view> examples;
  int (*run)(const Arguments&);
};

/// Every command, in the order of the manual. Help, dispatch, completion and the manual page all read this table.
std::span<const Command> commands();
/// Options that every command takes.
std::span<const Option> common_options();

const Command* find_command(std::string_view name);

// A file each.
int run_init(const Arguments& arguments);
int run_validate(const Arguments& arguments);
int run_render(const Arguments& arguments);
int run_plan(const Arguments& arguments);
int run_sync(const Arguments& arguments);
int run_drift(const Arguments& arguments);
int run_history(const Arguments& arguments);
int run_rollback(const Arguments& arguments);
int run_adopt(const Arguments& arguments);
int run_migrate(const Arguments& arguments);
int run_infer(const Arguments& arguments);
int run_test(const Arguments& arguments);
int run_bake(const Arguments& arguments);
int run_explain(const Arguments& arguments);
int run_jinja(const Arguments& arguments);
int run_completion(const Arguments& arguments);
int run_man(const Arguments& arguments);

}  // namespace sailmaker::cli
