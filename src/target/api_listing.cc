#include "target/api_listing.h"

#include "base/parallel.h"
#include "target/api_pipeline.h"

namespace sailmaker::target {

namespace {

constexpr auto kListingLasts = std::chrono::minutes(1);

}  // namespace

std::vector<Listed> ApiListing::list(const std::vector<Value>& pipelines, Ghosts& ghosts) {
  std::vector<std::optional<std::string>> ids(pipelines.size());
  std::vector<Stored> stored(pipelines.size());
  parallel_for(pipelines.size(), 0, [&](std::size_t i) {
    if (pipelines[i].is_map()) ids[i] = api_id(pipelines[i]);
    if (ids[i]) stored[i] = api_stored(pipelines[i]);
  });
  std::vector<Listed> listed;
  const std::lock_guard guard(mutex_);
  listed_at_ = std::chrono::steady_clock::now();
  bodies_.clear();
  for (std::size_t i = 0; i < pipelines.size(); ++i) {
    if (!ids[i] || ghosts.is_ghost(*ids[i], stored[i].version)) continue;
    // Two that differ in case only are one to Front50's storage.
    if (bodies_.contains(*ids[i])) continue;
    listed.push_back({*ids[i], stored[i].version, stored[i].modified});
    bodies_.emplace(*ids[i], std::move(stored[i]));
  }
  return listed;
}

std::optional<Stored> ApiListing::take(std::string_view id) {
  const std::lock_guard guard(mutex_);
  if (std::chrono::steady_clock::now() - listed_at_ > kListingLasts) bodies_.clear();
  const auto found = bodies_.find(id);
  if (found == bodies_.end()) return {};
  std::optional<Stored> stored = std::move(found->second);
  bodies_.erase(found);
  return stored;
}

void ApiListing::forget(std::string_view id) {
  const std::lock_guard guard(mutex_);
  if (const auto found = bodies_.find(id); found != bodies_.end()) bodies_.erase(found);
}

}  // namespace sailmaker::target
