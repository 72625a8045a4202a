#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "target/folder.h"

namespace sailmaker::target {

// Locks on files in a folder. The system lets go of them when their process ends, however it ends: none is ever stale.

/// Held while one pipeline is read, compared and replaced, so that no other writer, in this process or in another one,
/// does the same with it. Ends with this object.
class NameLock {
 public:
  /// Waits for others, but not for ever: a stopped process is an error. `file` is made where it is missing.
  static Result<NameLock> take(const Folder& folder, const std::string& file, std::string_view name,
                               std::chrono::milliseconds patience = std::chrono::seconds(30));
  /// All names at once, without waiting: nothing when somebody holds one.
  static Result<std::optional<NameLock>> try_all(const Folder& folder, const std::string& file);

 private:
  explicit NameLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

/// Takes the folder for `who`, without waiting. The file says who holds it, and the error of those who come later
/// repeats that; `described` is the folder's name there.
Result<std::shared_ptr<void>> take_writer_lock(const Folder& folder, const std::string& file, std::string_view who,
                                               std::string_view described);

}  // namespace sailmaker::target
