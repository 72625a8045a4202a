#include "cli/output.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "cli/arguments.h"
#include "cli/commands.h"

namespace sailmaker::cli {

namespace {

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written > 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno != EINTR) {
      // Nobody reads on, or the disk behind the output is full: there is nobody left to tell but the exit code.
      std::_Exit(errno == EPIPE ? kDone : kError);
    }
  }
}

bool wants_color(const std::string& when, int descriptor) {
  if (when == "always") return true;
  const char* no_color = std::getenv("NO_COLOR");
  return when == "auto" && is_terminal(descriptor) && (no_color == nullptr || *no_color == '\0');
}

}  // namespace

void print(std::string_view text) { write_all(STDOUT_FILENO, text); }

void say(std::string_view text) { write_all(STDERR_FILENO, text); }

void say_error(const Error& error) {
  const char* no_color = std::getenv("NO_COLOR");
  const bool colored = is_terminal(STDERR_FILENO) && (no_color == nullptr || *no_color == '\0');
  say(to_text(error, Severity::error, colored ? Color::yes : Color::no));
}

Colors colors(const Arguments& arguments) {
  const std::string when = arguments.value("color");
  return {wants_color(when, STDOUT_FILENO) ? Color::yes : Color::no,
          wants_color(when, STDERR_FILENO) ? Color::yes : Color::no};
}

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace sailmaker::cli
