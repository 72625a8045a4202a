#include "store/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "store/file.h"

namespace sailmaker::store {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Error failed(const std::string& name, int reason) {
  return Error("the file cannot be written: " + std::generic_category().message(reason),
               Source{.file = name, .line_text = {}});
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(file) == 0;
}

bool begins_with_mark(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  char first[3] = {};
  in.read(first, sizeof first);
  return in.gcount() == 3 && std::string_view(first, 3) == kByteOrderMark;
}

}  // namespace

Result<void> replace_file(const fs::path& folder, const std::string& name, std::string_view before,
                          std::string_view text) {
  std::error_code error;
  const fs::path file = fs::canonical(folder / name, error);
  if (error) return failed(name, error.value());
  const auto present = read_text(folder, name);
  if (!present) return present.error();
  if (*present != before) {
    return Error("somebody changed the file meanwhile", Source{.file = name, .line_text = {}})
        .with_hint("nothing was written; try again");
  }
  struct stat state {};
  if (::stat(file.c_str(), &state) != 0) return failed(name, errno);
  std::string fresh = file.string() + ".XXXXXX";
  const int out = ::mkstemp(fresh.data());
  if (out < 0) return failed(name, errno);
  const std::string whole = (begins_with_mark(file) ? std::string(kByteOrderMark) : std::string()).append(text);
  const bool written = write_all(out, whole) && ::fchmod(out, state.st_mode & 07777) == 0;
  const int reason = errno;
  ::close(out);
  if (written && ::rename(fresh.c_str(), file.c_str()) == 0) return {};
  const Error failure = failed(name, written ? errno : reason);
  ::unlink(fresh.c_str());
  return failure;
}

}  // namespace sailmaker::store
