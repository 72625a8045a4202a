#include "target/bucket_records.h"

#include <algorithm>
#include <utility>

#include "target/record_name.h"

namespace sailmaker::target {

Result<void> BucketRecords::put(std::string_view name, std::string_view text) {
  if (auto good = check_record_name(name); !good) return good;
  return bucket_.write(layout_.record(name), text);
}

Result<std::optional<std::string>> BucketRecords::get(std::string_view name) {
  if (auto good = check_record_name(name); !good) return good.error();
  auto object = bucket_.read(layout_.record(name));
  if (!object) return object.error();
  if (!*object) return std::optional<std::string>();
  return std::optional<std::string>(std::move((*object)->body));
}

Result<void> BucketRecords::remove(std::string_view name) {
  if (auto good = check_record_name(name); !good) return good;
  return bucket_.erase(layout_.record(name));
}

Result<std::vector<std::string>> BucketRecords::names() {
  const std::string prefix = layout_.records();
  const auto entries = bucket_.list(prefix);
  if (!entries) return entries.error();
  std::vector<std::string> names;
  for (const BucketEntry& entry : *entries) {
    std::string name = entry.key.substr(prefix.size());
    if (check_record_name(name)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace sailmaker::target
