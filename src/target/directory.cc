#include "target/directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>

#include "target/body.h"
#include "target/directory_history.h"
#include "target/directory_records.h"
#include "target/file_lock.h"
#include "target/folder.h"
#include "target/front50_marker.h"
#include "target/id.h"
#include "target/incoming.h"

// How a pipeline is replaced:
//   1. lock its name, read what is stored, compare with the precondition
//   2. write the new body to a file in .sailmaker/incoming, link the stored file into .sailmaker/history
//   3. fsync the file, then the folders that have new names
//   4. rename the new file over the stored one, fsync that folder
// A crash leaves the old body or the new one, and at worst a file in incoming, which the next lock() removes, or an
// empty folder, which no listing shows. Journalling file systems do step 3 in one turn of the disk, for all threads
// that wait for it together.

namespace sailmaker::target {

namespace {

// Names in the directory: do not change.
const std::string kPipelines = "pipelines";
const std::string kBodyFile = "pipeline-metadata.json";
const std::string kMarker = "pipelines/last-modified.json";
const std::string kOurs = ".sailmaker";
const std::string kIncoming = ".sailmaker/incoming";
const std::string kRecords = ".sailmaker/records";
const std::string kHistory = ".sailmaker/history";
const std::string kWriterLock = ".sailmaker/lock";
const std::string kNameLocks = ".sailmaker/writing";

std::string file_in(std::string_view folder) { return std::string(folder).append("/").append(kBodyFile); }
std::string folder_of(std::string_view id) { return kPipelines + "/" + std::string(id); }
std::string file_of(std::string_view id) { return file_in(folder_of(id)); }

std::int64_t now_in_milliseconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

bool holds(const Precondition& precondition, const std::optional<FileText>& present) {
  if (!present) return !precondition.version;
  return precondition.version && *precondition.version == content_version(present->text);
}

Revision revision_of(FileText file) {
  return {content_version(file.text), file.modified, author_of(file.text), std::move(file.text)};
}

class Directory final : public Target {
 public:
  explicit Directory(const std::filesystem::path& path) : path_(path.empty() ? "." : path.string()) {}

  std::string describe() const override { return "directory " + path_; }
  std::string place() const override {
    std::error_code ignored;
    const auto path = std::filesystem::weakly_canonical(path_, ignored);
    return "directory " + (path.has_filename() ? path : path.parent_path()).string();
  }
  // A write waits for the disk, and the disk serves those who wait at once together.
  unsigned concurrency() const override { return 16; }
  std::string version_of(std::string_view body) const override { return content_version(body); }

  Result<std::vector<Listed>> list() override;
  Result<std::optional<Stored>> read(std::string_view id) override;
  Result<Outcome> write(std::string_view id, std::string_view body, const Precondition& precondition) override;
  Result<Outcome> remove(std::string_view id, const Precondition& precondition) override;
  Result<std::vector<Revision>> history(std::string_view id, int limit) override;
  Result<std::shared_ptr<void>> lock(std::string_view who) override;
  Result<void> publish() override;
  Records* records() override { return &records_; }

 private:
  Result<Folder> ensure_layout() const;
  Result<void> replace(const Folder& root, std::string_view id, std::string_view body,
                       const std::optional<FileText>& present);
  Result<void> take_away(const Folder& root, std::string_view id, const FileText& present);

  std::string path_;
  std::atomic<bool> unpublished_{false};
  DirectoryRecords records_{path_, kRecords, kIncoming};
};

Result<Folder> Directory::ensure_layout() const {
  auto root = Folder::ensure(path_);
  if (!root) return root.error();
  bool is_new = false;
  for (const std::string* name : {&kPipelines, &kOurs, &kIncoming, &kHistory}) {
    const auto made = root->make_folder(*name);
    if (!made) return made.error();
    is_new = is_new || *made;
  }
  if (!is_new) return root;
  for (const std::string& name : {std::string("."), kOurs}) {
    if (auto synced = root->sync(name); !synced) return synced.error();
  }
  return root;
}

Result<std::vector<Listed>> Directory::list() {
  std::vector<Listed> found;
  const auto folder = Folder::open(path_ + "/" + kPipelines);
  if (!folder) return folder.error();
  if (!*folder) return found;
  auto names = (*folder)->names(".");
  if (!names) return names.error();
  found.reserve(names->size());
  for (std::string& name : *names) {
    // A name that is no id is nothing that Front50 could read either: it asks in lower case.
    if (!check_id(name)) continue;
    const std::string file = file_in(name);
    struct stat status;
    if (::fstatat((*folder)->number(), file.c_str(), &status, 0) != 0) {
      if (errno == ENOENT || errno == ENOTDIR) continue;
      return file_error("list", (*folder)->path_of(file), errno);
    }
    if (!S_ISREG(status.st_mode)) continue;
    const std::int64_t modified = std::int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1000000;
    found.push_back({std::move(name), std::string(), modified});
  }
  return found;
}

Result<std::optional<Stored>> Directory::read(std::string_view id) {
  if (auto good = check_id(id); !good) return good.error();
  const std::string name = path_ + "/" + file_of(id);
  auto file = read_file(AT_FDCWD, name.c_str(), name);
  if (!file) return file.error();
  if (!*file) return std::optional<Stored>();
  std::string version = content_version((*file)->text);
  return std::optional<Stored>({std::move((*file)->text), std::move(version), (*file)->modified});
}

Result<Outcome> Directory::write(std::string_view id, std::string_view body, const Precondition& precondition) {
  if (auto good = check_id(id); !good) return good.error();
  const auto root = ensure_layout();
  if (!root) return root.error();
  const auto alone = NameLock::take(*root, kNameLocks, id);
  if (!alone) return alone.error();
  const auto present = root->read(file_of(id));
  if (!present) return present.error();
  if (!holds(precondition, *present)) return Outcome::moved_on;
  if (auto done = replace(*root, id, body, *present); !done) return done.error();
  return Outcome::done;
}

Result<void> Directory::replace(const Folder& root, std::string_view id, std::string_view body,
                                const std::optional<FileText>& present) {
  const auto is_new = root.make_folder(folder_of(id));
  if (!is_new) return is_new.error();
  const std::string incoming = incoming_name(kIncoming);
  DirectoryHistory history(root, kHistory, id);
  const auto steps = [&]() -> Result<void> {
    const auto file = root.create(incoming, body);
    if (!file) return file.error();
    if (present) {
      if (auto kept = history.keep(file_of(id), *present); !kept) return kept;
    }
    if (auto synced = root.sync(*file, incoming); !synced) return synced;
    if (auto synced = present ? history.sync() : Result<void>(); !synced) return synced;
    if (auto synced = *is_new ? root.sync(kPipelines) : Result<void>(); !synced) return synced;
    return root.rename(incoming, file_of(id));
  };
  if (auto done = steps(); !done) {
    static_cast<void>(root.remove(incoming).ok());
    static_cast<void>(root.remove_folder(folder_of(id)).ok());
    history.forget();
    return done;
  }
  unpublished_ = true;
  if (present) history.prune();
  return root.sync(folder_of(id));
}

Result<Outcome> Directory::remove(std::string_view id, const Precondition& precondition) {
  if (auto good = check_id(id); !good) return good.error();
  const auto there = Folder::open(path_);
  if (!there) return there.error();
  if (!*there) return precondition.version ? Outcome::moved_on : Outcome::done;
  const auto root = ensure_layout();
  if (!root) return root.error();
  const auto alone = NameLock::take(*root, kNameLocks, id);
  if (!alone) return alone.error();
  const auto present = root->read(file_of(id));
  if (!present) return present.error();
  if (!holds(precondition, *present)) return Outcome::moved_on;
  if (!*present) return Outcome::done;
  if (auto done = take_away(*root, id, **present); !done) return done.error();
  return Outcome::done;
}

Result<void> Directory::take_away(const Folder& root, std::string_view id, const FileText& present) {
  DirectoryHistory history(root, kHistory, id);
  auto gone = history.keep(file_of(id), present);
  if (gone) gone = history.sync();
  if (gone) gone = root.remove(file_of(id));
  if (!gone) {
    history.forget();
    return gone;
  }
  unpublished_ = true;
  history.prune();
  // Whatever else somebody put into the folder stays.
  const auto emptied = root.remove_folder(folder_of(id));
  if (!emptied) return emptied.error();
  return root.sync(*emptied ? kPipelines : folder_of(id));
}

Result<std::vector<Revision>> Directory::history(std::string_view id, int limit) {
  if (auto good = check_id(id); !good) return good.error();
  std::vector<Revision> found;
  const auto root = Folder::open(path_);
  if (!root) return root.error();
  if (!*root || limit <= 0) return found;
  auto present = (*root)->read(file_of(id));
  if (!present) return present.error();
  const ino_t inode = *present ? (*present)->inode : 0;
  if (*present) found.push_back(revision_of(std::move(**present)));
  const DirectoryHistory history(**root, kHistory, id);
  auto earlier = history.earlier(inode, static_cast<std::size_t>(limit) - found.size());
  if (!earlier) return earlier.error();
  for (FileText& file : *earlier) found.push_back(revision_of(std::move(file)));
  return found;
}

/// Removes what writers that were killed left behind. Nobody writes while all names are held: whatever is there is
/// left. What cannot be removed harms nobody and stays for the next time.
void remove_leftovers(const Folder& root) {
  const auto alone = NameLock::try_all(root, kNameLocks);
  if (!alone || !*alone) return;
  const auto names = root.names(kIncoming);
  if (!names) return;
  for (const std::string& name : *names)
    static_cast<void>(root.remove(std::string(kIncoming).append("/").append(name)).ok());
}

Result<std::shared_ptr<void>> Directory::lock(std::string_view who) {
  const auto root = ensure_layout();
  if (!root) return root.error();
  auto held = take_writer_lock(*root, kWriterLock, who, describe());
  if (held) remove_leftovers(*root);
  return held;
}

Result<void> Directory::publish() {
  if (!unpublished_.exchange(false)) return {};
  const auto move_marker = [&]() -> Result<void> {
    const auto root = ensure_layout();
    if (!root) return root.error();
    const auto alone = NameLock::take(*root, kNameLocks, kMarker);
    if (!alone) return alone.error();
    const auto marker = root->read(kMarker);
    if (!marker) return marker.error();
    const std::int64_t next = next_marker(*marker ? (*marker)->text : "", now_in_milliseconds());
    if (auto moved = put_file(*root, kIncoming, kMarker, marker_text(next)); !moved) return moved;
    return root->sync(kPipelines);
  };
  auto moved = move_marker();
  if (!moved) unpublished_ = true;
  return moved;
}

}  // namespace

std::unique_ptr<Target> make_directory(const std::filesystem::path& path) { return std::make_unique<Directory>(path); }

}  // namespace sailmaker::target
