#include "target/process_identity.h"

#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>

namespace sailmaker::target {

namespace {

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string link_text(const char* path) {
  std::array<char, 256> text{};
  const ssize_t size = readlink(path, text.data(), text.size());
  return size <= 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(size));
}

/// The 22nd field of /proc/<pid>/stat; empty when there is no such process. The second is a name in parentheses that
/// may hold anything.
std::string start_of(std::int64_t pid) {
  const std::string stat = first_line("/proc/" + std::to_string(pid) + "/stat");
  const std::size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream fields(stat.substr(name_end + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) fields >> field;
  return field;
}

std::string this_machine() {
  const std::string boot = first_line("/proc/sys/kernel/random/boot_id");
  const std::string processes = link_text("/proc/self/ns/pid");
  return boot.empty() || processes.empty() ? std::string() : boot + " " + processes;
}

}  // namespace

ProcessIdentity ProcessIdentity::own() { return {this_machine(), getpid(), start_of(getpid())}; }

bool ProcessIdentity::is_gone() const {
  if (machine.empty() || started.empty() || machine != this_machine()) return false;
  return start_of(pid) != started;
}

}  // namespace sailmaker::target
