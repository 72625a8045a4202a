#include "target/bucket_layout.h"

#include "target/id.h"

namespace sailmaker::target {

BucketLayout::BucketLayout(Dialect dialect, std::string root)
    : root_(std::move(root)),
      file_name_(dialect == Dialect::gcs ? "/specification.json" : "/pipeline-metadata.json"),
      marker_name_(dialect == Dialect::gcs ? "last-modified" : "last-modified.json") {}

std::string BucketLayout::pipeline(std::string_view id) const { return pipelines().append(id).append(file_name_); }

std::optional<std::string> BucketLayout::id_of(std::string_view key) const {
  const std::string prefix = pipelines();
  if (!key.starts_with(prefix) || !key.ends_with(file_name_)) return std::nullopt;
  if (key.size() <= prefix.size() + file_name_.size()) return std::nullopt;
  std::string id(key.substr(prefix.size(), key.size() - prefix.size() - file_name_.size()));
  // A slash inside, upper-case letters: Front50 would not find it either.
  if (!check_id(id)) return std::nullopt;
  return id;
}

}  // namespace sailmaker::target
