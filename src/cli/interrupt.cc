#include "cli/interrupt.h"

#include <unistd.h>
#include <csignal>

#include "cli/commands.h"

namespace sailmaker::cli {

namespace {

std::atomic<bool> stop{false};

// Only what is safe in a signal handler.
extern "C" void on_signal(int) {
  if (stop.exchange(true)) _exit(kInterrupted);
  constexpr char text[] = "\nFinishing what is under way; Ctrl-C once more ends at once.\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
}

bool install() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  return sigaction(SIGINT, &action, nullptr) == 0 && sigaction(SIGTERM, &action, nullptr) == 0;
}

}  // namespace

const std::atomic<bool>& interrupted() {
  [[maybe_unused]] static const bool installed = install();
  return stop;
}

const std::atomic<bool>& stop_flag() { return stop; }

}  // namespace sailmaker::cli
