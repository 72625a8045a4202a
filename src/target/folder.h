#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sailmaker::target {

/// An open file, closed when this ends.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

/// A file as it was read.
struct FileText {
  std::string text;
  std::int64_t modified = 0;  ///< milliseconds since 1970
  ino_t inode = 0;
};

/// "cannot <doing> <path>: No space left on device".
Error file_error(std::string_view doing, std::string_view path, int reason);

/// Reads a regular file whole; nothing when it does not exist. `name` counts from the open folder `at` (or AT_FDCWD),
/// `path` is for messages. More than 64 MB are an error.
Result<std::optional<FileText>> read_file(int at, const char* name, std::string_view path);

/// A folder held open: every name counts from it, even when somebody moves it meanwhile. Names may lead into folders
/// below. Calls that are interrupted by a signal go on.
class Folder {
 public:
  /// Nothing when it does not exist.
  static Result<std::optional<Folder>> open(const std::string& path);
  /// Makes it, and the folders above it, where they are missing.
  static Result<Folder> ensure(const std::string& path);

  const std::string& path() const { return path_; }
  int number() const { return descriptor_.number(); }
  std::string path_of(std::string_view name) const { return path_ + "/" + std::string(name); }

  Result<std::optional<FileText>> read(const std::string& name) const;
  /// Opens a file for reading and writing; makes an empty one where there is none.
  Result<Descriptor> open_file(const std::string& name) const;
  /// The names in a folder below, without "." and ".."; nothing in it when it does not exist.
  Result<std::vector<std::string>> names(const std::string& name) const;

  // What these change may be undone by a crash of the machine until sync() is done, both for a file and for the folder
  // that holds its name. Each sync() costs a turn of the disk unless nothing changed since another: change first, then
  // sync all that changed.

  /// True when it is new.
  Result<bool> make_folder(const std::string& name) const;
  /// Makes a new file; an error when there is one. What fails leaves no file.
  Result<Descriptor> create(const std::string& name, std::string_view text) const;
  Result<void> rename(const std::string& from, const std::string& to) const;
  /// A second name for a file. False: not for this file or not on this file system.
  Result<bool> link(const std::string& from, const std::string& to) const;
  Result<void> remove(const std::string& name) const;
  /// False: it is not empty, or not there.
  Result<bool> remove_folder(const std::string& name) const;
  /// Has the names in a folder below ("." is this one) outlast a crash.
  Result<void> sync(const std::string& name) const;
  /// Has the content of an open file, which `name` is, outlast a crash.
  Result<void> sync(const Descriptor& file, const std::string& name) const;

 private:
  Folder(Descriptor descriptor, std::string path) : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

  Descriptor descriptor_;
  std::string path_;
};

}  // namespace sailmaker::target
