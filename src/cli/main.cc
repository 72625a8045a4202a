#include <csignal>
#include <exception>
#include <new>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/output.h"

namespace {

using namespace sailmaker;
using namespace sailmaker::cli;

int run(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--version") return print("sailmaker " SAILMAKER_VERSION "\n"), kDone;
  const auto arguments = parse_arguments(argc, argv);
  if (!arguments) return say_error(arguments.error()), kUsage;
  if (arguments->command == nullptr) {
    if (arguments->wants_help) return print(general_help()), kDone;
    return say(general_help()), kUsage;
  }
  if (arguments->wants_help) return print(command_help(*arguments->command)), kDone;
  return arguments->command->run(*arguments);
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that goes away is seen as a failed write, not as a signal.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    say("error: out of memory\n");
  } catch (const std::exception& exception) {
    say(std::string("error: ") + exception.what() + "\n");
  }
  return kError;
}
