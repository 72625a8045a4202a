#include "target/directory_records.h"

#include <fcntl.h>

#include <algorithm>

#include "target/folder.h"
#include "target/incoming.h"
#include "target/record_name.h"

namespace sailmaker::target {

Result<void> DirectoryRecords::put(std::string_view name, std::string_view text) {
  if (auto good = check_record_name(name); !good) return good;
  for (const std::string& folder : {root_ + "/" + folder_, root_ + "/" + incoming_}) {
    if (auto made = Folder::ensure(folder); !made) return made.error();
  }
  const auto root = Folder::open(root_);
  if (!root) return root.error();
  if (!*root) return Error("the folder " + root_ + " was removed meanwhile");
  if (auto done = put_file(**root, incoming_, folder_ + "/" + std::string(name), text); !done) return done;
  return (*root)->sync(folder_);
}

Result<std::optional<std::string>> DirectoryRecords::get(std::string_view name) {
  if (auto good = check_record_name(name); !good) return good.error();
  const std::string path = root_ + "/" + folder_ + "/" + std::string(name);
  auto file = read_file(AT_FDCWD, path.c_str(), path);
  if (!file) return file.error();
  if (!*file) return std::optional<std::string>();
  return std::optional<std::string>(std::move((*file)->text));
}

Result<void> DirectoryRecords::remove(std::string_view name) {
  if (auto good = check_record_name(name); !good) return good;
  const auto folder = Folder::open(root_ + "/" + folder_);
  if (!folder) return folder.error();
  if (!*folder) return {};
  const std::string file(name);
  if (auto done = (*folder)->remove(file); !done) {
    // Somebody else may have removed it, or nobody made it.
    const auto there = get(name);
    if (!there || *there) return done;
    return {};
  }
  return (*folder)->sync(".");
}

Result<std::vector<std::string>> DirectoryRecords::names() {
  const auto folder = Folder::open(root_ + "/" + folder_);
  if (!folder) return folder.error();
  if (!*folder) return std::vector<std::string>();
  auto names = (*folder)->names(".");
  if (!names) return names.error();
  std::erase_if(*names, [](const std::string& name) { return !check_record_name(name).ok(); });
  std::sort(names->begin(), names->end());
  return names;
}

}  // namespace sailmaker::target
