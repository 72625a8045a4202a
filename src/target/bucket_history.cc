#include "target/bucket_history.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <random>
#include <utility>

#include "base/digest.h"
#include "target/body.h"

namespace sailmaker::target {

namespace {

/// Beyond so many pipelines one listing of everything costs less than one for each.
constexpr std::size_t kFewPipelines = 50;
/// Objects that are fetched at once, and so held in memory together.
constexpr std::size_t kFetchedTogether = 16;

/// The second number of a copy's name, when its body was written; 0 when it is no such name.
std::int64_t modified_in(std::string_view key) {
  const std::string name(key.substr(key.rfind('/') + 1));
  const std::size_t dash = name.find('-');
  return dash == std::string::npos ? 0 : std::strtoll(name.c_str() + dash + 1, nullptr, 10);
}

}  // namespace

BucketHistory::BucketHistory(Bucket& bucket, const BucketLayout& layout)
    : bucket_(bucket),
      layout_(layout),
      unique_(fmt::format("{:08x}{:08x}", std::random_device()(), std::random_device()())) {}

std::int64_t BucketHistory::next_moment() {
  using namespace std::chrono;
  const std::int64_t now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  const std::lock_guard guard(mutex_);
  return last_moment_ = std::max(now, last_moment_ + 1);
}

http::Request BucketHistory::keep(std::string_view id, const Object& present) {
  const std::string name = fmt::format("{:013}-{:013}-{}.json", next_moment(), present.modified, unique_);
  {
    const std::lock_guard guard(mutex_);
    grown_.emplace(id);
  }
  return bucket_.put(layout_.history(id) + name, present.body, Condition::none());
}

Result<std::vector<BucketHistory::Place>> BucketHistory::versions(std::string_view id) {
  const std::string key = layout_.pipeline(id);
  auto entries = bucket_.list_versions(key);
  if (!entries) {
    // Stores without versions, or that we may not ask: the body that is there now is all there is.
    const std::string& why = entries.error().type;
    if (why != "AccessDenied" && why != "NotImplemented" && why != "MethodNotAllowed") return entries.error();
    return std::vector<Place>{{key, {}, 0}};
  }
  std::vector<Place> places;
  for (BucketEntry& entry : *entries) {
    if (entry.key == key && !entry.is_delete_marker) places.push_back({key, std::move(entry.version), entry.modified});
  }
  return places;
}

Result<std::vector<BucketHistory::Place>> BucketHistory::copies(std::string_view id) {
  auto entries = bucket_.list(layout_.history(id));
  if (!entries) return entries.error();
  std::vector<Place> places;
  for (BucketEntry& entry : *entries) places.push_back({entry.key, {}, modified_in(entry.key)});
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.key > b.key; });
  return places;
}

Result<std::vector<Revision>> BucketHistory::read(std::string_view id, std::size_t limit) {
  auto places = versions(id);
  if (!places) return places.error();
  auto kept = copies(id);
  if (!kept) return kept.error();
  std::move(kept->begin(), kept->end(), std::back_inserter(*places));
  std::vector<Revision> revisions;
  for (std::size_t from = 0; from < places->size() && revisions.size() < limit; from += kFetchedTogether) {
    const std::size_t to = std::min(places->size(), from + kFetchedTogether);
    std::vector<http::Request> requests;
    for (std::size_t i = from; i < to; ++i) requests.push_back(bucket_.get((*places)[i].key, (*places)[i].version));
    auto answers = bucket_.send_all(std::move(requests));
    for (std::size_t i = from; i < to && revisions.size() < limit; ++i) {
      auto object = bucket_.object_of(std::move(answers[i - from]), (*places)[i].key);
      if (!object) return object.error();
      if (!*object) continue;  // removed since the listing
      std::string version = to_hex(md5((*object)->body));
      // A copy that was kept, but whose reason to be kept failed then.
      if (!revisions.empty() && revisions.back().version == version) continue;
      const std::int64_t modified = (*places)[i].modified != 0 ? (*places)[i].modified : (*object)->modified;
      std::string author = author_of((*object)->body);
      revisions.push_back({std::move(version), modified, std::move(author), std::move((*object)->body)});
    }
  }
  return revisions;
}

void BucketHistory::prune() {
  std::set<std::string> grown;
  {
    const std::lock_guard guard(mutex_);
    grown.swap(grown_);
  }
  if (grown.size() > kFewPipelines) {
    if (const auto entries = bucket_.list(layout_.history())) prune(*entries);
    return;
  }
  for (const std::string& id : grown) {
    if (const auto entries = bucket_.list(layout_.history(id))) prune(*entries);
  }
}

/// `entries` come in the order of their keys, so those of one pipeline stand together, the oldest first.
void BucketHistory::prune(const std::vector<BucketEntry>& entries) {
  const auto folder_of = [](const BucketEntry& entry) { return entry.key.substr(0, entry.key.rfind('/')); };
  std::vector<http::Request> requests;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const bool has_newer =
        i + kKeptCopies < entries.size() && folder_of(entries[i + kKeptCopies]) == folder_of(entries[i]);
    if (has_newer) requests.push_back(bucket_.remove(entries[i].key, Condition::none()));
  }
  static_cast<void>(bucket_.send_all(std::move(requests)));
}

}  // namespace sailmaker::target
