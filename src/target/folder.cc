#include "target/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

namespace sailmaker::target {

namespace {

constexpr off_t kLargestFile = 64 << 20;

/// Calls again what a signal interrupted.
template <typename Call>
auto persist(const Call& call) {
  for (;;) {
    const auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

Descriptor open_at(int at, const char* name, int flags, mode_t mode = 0) {
  return Descriptor(persist([&] { return ::openat(at, name, flags | O_CLOEXEC | O_NOCTTY, mode); }));
}

/// False with errno set; a read that ends early is the file's end.
bool read_all(int file, std::string& text) {
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t got = persist([&] { return ::read(file, text.data() + have, text.size() - have); });
    if (got < 0) return false;
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return true;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = persist([&] { return ::write(file, text.data(), text.size()); });
    if (put < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

std::int64_t milliseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1000 + time.tv_nsec / 1000000;
}

bool is_missing(int reason) { return reason == ENOENT; }

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Error file_error(std::string_view doing, std::string_view path, int reason) {
  std::string text = "cannot ";
  text.append(doing).append(" ").append(path).append(": ").append(std::generic_category().message(reason));
  return Error(std::move(text));
}

Result<std::optional<FileText>> read_file(int at, const char* name, std::string_view path) {
  // O_NONBLOCK: opening a pipe must not wait for a writer.
  const Descriptor file = open_at(at, name, O_RDONLY | O_NONBLOCK);
  if (!file.is_open()) {
    if (is_missing(errno)) return std::optional<FileText>();
    return file_error("read", path, errno);
  }
  struct stat status;
  if (::fstat(file.number(), &status) != 0) return file_error("read", path, errno);
  if (!S_ISREG(status.st_mode)) return Error("cannot read " + std::string(path) + ": it is not a file");
  if (status.st_size > kLargestFile) return Error("cannot read " + std::string(path) + ": it has more than 64 MB");
  FileText result{std::string(static_cast<std::size_t>(status.st_size), '\0'), milliseconds(status.st_mtim),
                  status.st_ino};
  if (!read_all(file.number(), result.text)) return file_error("read", path, errno);
  return std::optional<FileText>(std::move(result));
}

Result<std::optional<Folder>> Folder::open(const std::string& path) {
  Descriptor descriptor = open_at(AT_FDCWD, path.c_str(), O_RDONLY | O_DIRECTORY);
  if (descriptor.is_open()) return std::optional<Folder>(Folder(std::move(descriptor), path));
  if (is_missing(errno)) return std::optional<Folder>();
  return file_error("open", path, errno);
}

Result<Folder> Folder::ensure(const std::string& path) {
  auto there = open(path);
  if (!there) return there.error();
  if (*there) return std::move(**there);
  std::filesystem::path name(path);
  if (!name.has_filename()) name = name.parent_path();  // "a/" is "a"
  const std::string leaf = name.filename().string();
  if (leaf.empty() || leaf == ".") return file_error("open", path, ENOENT);
  auto parent = ensure(name.has_parent_path() ? name.parent_path().string() : ".");
  if (!parent) return parent.error();
  if (auto made = parent->make_folder(leaf); !made) return made.error();
  if (auto synced = parent->sync("."); !synced) return synced.error();
  Descriptor descriptor = open_at(parent->number(), leaf.c_str(), O_RDONLY | O_DIRECTORY);
  if (!descriptor.is_open()) return file_error("open", path, errno);
  return Folder(std::move(descriptor), path);
}

Result<std::optional<FileText>> Folder::read(const std::string& name) const {
  return read_file(number(), name.c_str(), path_of(name));
}

Result<Descriptor> Folder::open_file(const std::string& name) const {
  Descriptor file = open_at(number(), name.c_str(), O_RDWR | O_CREAT, 0666);
  if (!file.is_open()) return file_error("open", path_of(name), errno);
  return file;
}

Result<std::vector<std::string>> Folder::names(const std::string& name) const {
  std::vector<std::string> found;
  const int folder = persist([&] { return ::openat(number(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (folder < 0 && is_missing(errno)) return found;
  if (folder < 0) return file_error("list", path_of(name), errno);
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(folder), ::closedir);
  if (!stream) return file_error("list", path_of(name), errno);
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(stream.get());
    if (entry == nullptr) break;
    const std::string_view text = entry->d_name;
    if (text != "." && text != "..") found.emplace_back(text);
  }
  if (errno != 0) return file_error("list", path_of(name), errno);
  return found;
}

Result<bool> Folder::make_folder(const std::string& name) const {
  if (::mkdirat(number(), name.c_str(), 0777) == 0) return true;
  if (errno == EEXIST) return false;
  return file_error("make", path_of(name), errno);
}

Result<Descriptor> Folder::create(const std::string& name, std::string_view text) const {
  Descriptor file = open_at(number(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0666);
  if (!file.is_open()) return file_error("make", path_of(name), errno);
  if (write_all(file.number(), text)) return file;
  const int reason = errno;
  ::unlinkat(number(), name.c_str(), 0);
  return file_error("write", path_of(name), reason);
}

Result<void> Folder::rename(const std::string& from, const std::string& to) const {
  if (::renameat(number(), from.c_str(), number(), to.c_str()) == 0) return {};
  return file_error("replace", path_of(to), errno);
}

Result<bool> Folder::link(const std::string& from, const std::string& to) const {
  if (::linkat(number(), from.c_str(), number(), to.c_str(), 0) == 0) return true;
  switch (errno) {
    case EPERM:  // another user's file where fs.protected_hardlinks is on, or a file system without links
    case EOPNOTSUPP:
    case EMLINK:
    case EXDEV: return false;
    default: return file_error("make", path_of(to), errno);
  }
}

Result<void> Folder::remove(const std::string& name) const {
  if (::unlinkat(number(), name.c_str(), 0) == 0) return {};
  return file_error("remove", path_of(name), errno);
}

Result<bool> Folder::remove_folder(const std::string& name) const {
  if (::unlinkat(number(), name.c_str(), AT_REMOVEDIR) == 0) return true;
  if (errno == ENOTEMPTY || errno == EEXIST || is_missing(errno)) return false;
  return file_error("remove", path_of(name), errno);
}

Result<void> Folder::sync(const std::string& name) const {
  const Descriptor folder = open_at(number(), name.c_str(), O_RDONLY | O_DIRECTORY);
  const bool done = folder.is_open() && persist([&] { return ::fsync(folder.number()); }) == 0;
  // EINVAL: a file system that has no such thing for folders, as some network ones.
  if (done || errno == EINVAL) return {};
  return file_error("sync", path_of(name), errno);
}

Result<void> Folder::sync(const Descriptor& file, const std::string& name) const {
  if (persist([&] { return ::fsync(file.number()); }) == 0) return {};
  return file_error("write", path_of(name), errno);
}

}  // namespace sailmaker::target
