#include "target/directory_history.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace sailmaker::target {

namespace {

constexpr std::string_view kSuffix = ".json";

std::optional<std::int64_t> number_from(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, reason] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  // The bound keeps number + 1 a number, whatever lies in the folder.
  const bool good = reason == std::errc() && end == digits.data() + digits.size() && number >= 0 && number < 1LL << 60;
  return good ? std::optional(number) : std::nullopt;
}

}  // namespace

Result<void> DirectoryHistory::keep(const std::string& name, const FileText& present) {
  const auto made = root_.make_folder(folder_);
  if (!made) return made.error();
  is_new_ = *made;
  const auto before = kept();
  if (!before) return before.error();
  std::int64_t number = 1;
  if (!before->empty()) {
    const auto newest = root_.read(before->front().name);
    if (!newest) return newest.error();
    if (*newest && (*newest)->inode == present.inode) return {};
    number = before->front().number + 1;
  }
  std::string kept_name = folder_ + "/" + std::to_string(present.modified) + "-" + std::to_string(number);
  kept_name += kSuffix;
  const auto linked = root_.link(name, kept_name);
  if (!linked) return linked.error();
  if (!*linked) {
    const auto copy = root_.create(kept_name, present.text);
    if (!copy) return copy.error();
    if (auto synced = root_.sync(*copy, kept_name); !synced) return synced;
  }
  kept_name_ = std::move(kept_name);
  return {};
}

Result<void> DirectoryHistory::sync() const {
  if (auto synced = root_.sync(folder_); !synced) return synced;
  return is_new_ ? root_.sync(all_) : Result<void>();
}

void DirectoryHistory::forget() {
  if (!kept_name_.empty()) static_cast<void>(root_.remove(kept_name_).ok());
}

void DirectoryHistory::prune() {
  const auto all = kept();
  if (!all) return;
  for (std::size_t i = kKeptRevisions; i < all->size(); ++i) static_cast<void>(root_.remove((*all)[i].name).ok());
}

Result<std::vector<FileText>> DirectoryHistory::earlier(ino_t present, std::size_t limit) const {
  const auto all = kept();
  if (!all) return all.error();
  std::vector<FileText> found;
  for (const Kept& one : *all) {
    if (found.size() >= limit) break;
    auto file = root_.read(one.name);
    if (!file) return file.error();
    // Gone: a writer has pruned it meanwhile.
    if (!*file || (*file)->inode == present) continue;
    (*file)->modified = one.modified;  // a copy's own time is when it was copied
    found.push_back(std::move(**file));
  }
  return found;
}

Result<std::vector<DirectoryHistory::Kept>> DirectoryHistory::kept() const {
  const auto names = root_.names(folder_);
  if (!names) return names.error();
  std::vector<Kept> found;
  for (const std::string& name : *names) {
    const std::size_t dash = name.find('-');
    if (dash == std::string::npos || !name.ends_with(kSuffix)) continue;
    const auto modified = number_from(std::string_view(name).substr(0, dash));
    const auto number = number_from(std::string_view(name).substr(dash + 1, name.size() - dash - 1 - kSuffix.size()));
    if (modified && number) found.push_back({*number, *modified, folder_ + "/" + name});
  }
  std::sort(found.begin(), found.end(), [](const Kept& a, const Kept& b) { return a.number > b.number; });
  return found;
}

}  // namespace sailmaker::target
