#include "cli/process.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace sailmaker::cli {

namespace {

using Clock = std::chrono::steady_clock;

// A descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept { return std::swap(number_, other.number_), *this; }
  ~Descriptor() { close(); }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Result<Pipe> make_pipe() {
  int ends[2];
  // Other threads start programs too: those must not inherit it.
  if (pipe2(ends, O_CLOEXEC) != 0) return Error(std::string("cannot make a pipe: ") + std::strerror(errno));
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  list.reserve(words.size() + 1);
  for (std::string& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

Result<pid_t> start(const Process& process, const Pipe& out, const Pipe& talk) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, talk.write.number(), STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&actions, process.folder.c_str());
  std::vector<std::string> words = {process.program.string()};
  words.insert(words.end(), process.words.begin(), process.words.end());
  std::vector<std::string> environment = process.environment;
  pid_t child = 0;
  const int failed = posix_spawn(&child, process.program.c_str(), &actions, nullptr, pointers(words).data(),
                                 pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return Error("cannot start '" + process.program.string() + "': " + std::strerror(failed));
  return child;
}

// Reads what has come; closes the descriptor at its end.
void read_some(Descriptor& from, std::string& into) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(from.number(), buffer.data(), buffer.size());
  if (count > 0) {
    into.append(buffer.data(), static_cast<std::size_t>(count));
  } else if (count == 0 || errno != EINTR) {
    from.close();
  }
}

// Reads both streams to their ends.
Result<void> collect(const Process& process, Descriptor& out, Descriptor& talk, Ended& ended) {
  const auto deadline = Clock::now() + process.time;
  while (out.is_open() || talk.is_open()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Error(fmt::format("it took more than {} seconds", process.time.count()));
    pollfd waiting[2] = {{out.number(), POLLIN, 0}, {talk.number(), POLLIN, 0}};
    if (poll(waiting, 2, static_cast<int>(left)) < 0 && errno != EINTR) {
      return Error(std::string("its output cannot be read: ") + std::strerror(errno));
    }
    if (waiting[0].revents != 0) read_some(out, ended.out);
    if (waiting[1].revents != 0) read_some(talk, ended.talk);
    if (ended.out.size() + ended.talk.size() > process.limit) {
      return Error(fmt::format("it wrote more than {} MB", process.limit >> 20));
    }
  }
  return {};
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<Ended> run_process(const Process& process) {
  auto out = make_pipe();
  if (!out) return std::move(out).error();
  auto talk = make_pipe();
  if (!talk) return std::move(talk).error();
  const auto child = start(process, *out, *talk);
  if (!child) return child.error();
  out->write.close();
  talk->write.close();
  Ended ended;
  const auto collected = collect(process, out->read, talk->read, ended);
  if (!collected) kill(*child, SIGKILL);
  ended.code = wait_for(*child);
  if (!collected) return Error("'" + process.program.string() + "' was ended: " + collected.error().message);
  return ended;
}

}  // namespace sailmaker::cli
