#include "target/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <thread>

#include "base/digest.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::target {

namespace {

using std::chrono::microseconds;

constexpr off_t kToTheEnd = 0;  // as fcntl() has it

/// Locks bytes of the file, in the way that belongs to this opening of it and not to the process: so that it also
/// keeps threads apart. Returns 0 or the reason.
int lock_bytes(int file, off_t start, off_t length) {
  struct flock range = {};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  range.l_start = start;
  range.l_len = length;
  return ::fcntl(file, F_OFD_SETLK, &range) == 0 ? 0 : errno;
}

bool is_held(int reason) { return reason == EAGAIN || reason == EACCES; }

/// The byte that stands for a name, far beyond the file's end. Processes of any version must agree on it: do not
/// change.
off_t byte_of(std::string_view name) {
  off_t place = 0;
  const Sha1 digest = sha1(name);
  for (int i = 0; i < 7; ++i) place = place << 8 | digest[i];
  return place;
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "an unknown host";
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts));
}

void write_holder(int file, std::string_view who) {
  const Map holder{
      {"who", who}, {"pid", static_cast<std::int64_t>(::getpid())}, {"host", host_name()}, {"since", utc_now()}};
  const std::string text = to_json(holder) + "\n";
  // Only for messages: who cannot write it holds the lock all the same.
  if (::ftruncate(file, 0) == 0) static_cast<void>(::pwrite(file, text.data(), text.size(), 0) + 0);
}

/// "alice (process 12 on build-1, since 2026-01-31T08:00:00Z)".
std::string read_holder(int file) {
  char text[4096];
  const ssize_t size = ::pread(file, text, sizeof text, 0);
  const auto holder = parse_json(std::string_view(text, size > 0 ? static_cast<std::size_t>(size) : 0), "lock");
  const auto word = [&](std::string_view key) -> std::string {
    const Value* value = holder ? holder->find(key) : nullptr;
    if (value == nullptr) return {};
    return value->is_string() ? std::string(value->as_string()) : to_json(*value);
  };
  const std::string who = word("who");
  if (who.empty()) return "another process";
  return who + " (process " + word("pid") + " on " + word("host") + ", since " + word("since") + ")";
}

/// The held lock: says nothing about its holder any more once it is free.
struct WriterLock {
  explicit WriterLock(Descriptor held) : file(std::move(held)) {}
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;
  ~WriterLock() { static_cast<void>(::ftruncate(file.number(), 0) + 0); }
  Descriptor file;
};

}  // namespace

Result<NameLock> NameLock::take(const Folder& folder, const std::string& file, std::string_view name,
                                std::chrono::milliseconds patience) {
  auto opened = folder.open_file(file);
  if (!opened) return opened.error();
  const auto end = std::chrono::steady_clock::now() + patience;
  for (microseconds pause(100);; pause = std::min(pause * 2, microseconds(20000))) {
    const int reason = lock_bytes(opened->number(), byte_of(name), 1);
    if (reason == 0) return NameLock(std::move(*opened));
    if (!is_held(reason)) return file_error("lock", folder.path_of(file), reason);
    if (std::chrono::steady_clock::now() > end) {
      return Error("'" + std::string(name) + "' in " + folder.path() + " is being written by another process");
    }
    std::this_thread::sleep_for(pause);
  }
}

Result<std::optional<NameLock>> NameLock::try_all(const Folder& folder, const std::string& file) {
  auto opened = folder.open_file(file);
  if (!opened) return opened.error();
  const int reason = lock_bytes(opened->number(), 0, kToTheEnd);
  if (reason == 0) return std::optional<NameLock>(NameLock(std::move(*opened)));
  if (is_held(reason)) return std::optional<NameLock>();
  return file_error("lock", folder.path_of(file), reason);
}

Result<std::shared_ptr<void>> take_writer_lock(const Folder& folder, const std::string& file, std::string_view who,
                                               std::string_view described) {
  auto opened = folder.open_file(file);
  if (!opened) return opened.error();
  if (::flock(opened->number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return file_error("lock", folder.path_of(file), errno);
    return Error(std::string(described) + " is locked by " + read_holder(opened->number()))
        .with_hint("wait until that is done; the lock ends with its process");
  }
  write_holder(opened->number(), who);
  return std::shared_ptr<void>(std::make_shared<WriterLock>(std::move(*opened)));
}

}  // namespace sailmaker::target
