#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cli/arguments.h"
#include "cli/output.h"

namespace sailmaker::cli {

namespace {

constexpr auto kPatience = std::chrono::milliseconds(500);
constexpr auto kPause = std::chrono::milliseconds(100);

std::string with_commas(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

}  // namespace

std::string progress_line(std::size_t done, std::size_t total) {
  constexpr std::size_t kWidth = 24;
  total = std::max<std::size_t>(total, 1);
  done = std::min(done, total);
  const std::size_t filled = done * kWidth / total;
  return fmt::format("[{}{}] {:3} %  {} of {}", std::string(filled, '#'), std::string(kWidth - filled, '-'),
                     done * 100 / total, with_commas(done), with_commas(total));
}

Progress::Progress(const Arguments& arguments, std::string what)
    : what_(std::move(what)),
      enabled_(is_terminal(STDERR_FILENO) && !arguments.has("quiet")),
      next_(Clock::now() + kPatience) {}

Progress::~Progress() {
  if (visible_) say("\r\x1b[K");
}

void Progress::update(std::size_t done, std::size_t total) {
  if (!enabled_) return;
  const std::lock_guard guard(lock_);
  const auto now = Clock::now();
  // Threads report out of order; the bar never goes back.
  if (now < next_ || done < shown_) return;
  next_ = now + kPause;
  shown_ = done;
  visible_ = true;
  say(fmt::format("\r\x1b[K{} {}", what_, progress_line(done, total)));
}

std::function<void(std::size_t, std::size_t)> Progress::callback() {
  return [this](std::size_t done, std::size_t total) { update(done, total); };
}

}  // namespace sailmaker::cli
