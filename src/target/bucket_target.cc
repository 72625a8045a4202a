#include "target/bucket_target.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <utility>

#include "base/digest.h"
#include "target/bucket_abilities.h"
#include "target/bucket_history.h"
#include "target/bucket_layout.h"
#include "target/bucket_lock.h"
#include "target/bucket_marker.h"
#include "target/bucket_records.h"
#include "target/bucket_tags.h"
#include "target/bucket_writer.h"
#include "target/id.h"

namespace sailmaker::target {

namespace {

/// Writers of this process to one bucket take turns where the store is not known to keep to conditions: then comparing
/// and writing is exact among them at least.
std::mutex& turn_of(const std::string& bucket_url) {
  static std::mutex guard;
  static std::map<std::string, std::mutex> turns;
  const std::lock_guard lock(guard);
  return turns[bucket_url];
}

class BucketTarget final : public Target {
 public:
  BucketTarget(BucketSettings settings, std::shared_ptr<Identity> identity)
      : shown_(std::move(settings.shown)),
        lock_settling_(settings.lock_settling),
        layout_(settings.place.dialect, settings.root),
        bucket_(std::make_shared<Bucket>(std::move(settings.place), std::move(identity), std::move(settings.http))),
        abilities_(*bucket_, layout_, settings.honours_conditions),
        history_(*bucket_, layout_),
        tags_(bucket_->place().dialect),
        records_(*bucket_, layout_) {}

  std::string describe() const override { return shown_; }
  std::string place() const override { return bucket_->place().url + "/" + layout_.pipelines(); }
  unsigned concurrency() const override { return kBucketConcurrency; }
  std::string version_of(std::string_view body) const override { return to_hex(md5(body)); }
  std::size_t batch_size() const override { return 512; }
  Records* records() override { return &records_; }

  Result<std::vector<Listed>> list() override {
    auto entries = bucket_->list(layout_.pipelines());
    if (!entries) return std::move(entries).error();
    std::vector<Listed> listed;
    listed.reserve(entries->size());
    for (BucketEntry& entry : *entries) {
      auto id = layout_.id_of(entry.key);
      if (!id) continue;
      std::string version = looks_like_md5(entry.etag) ? std::move(entry.etag) : std::string();
      listed.push_back({std::move(*id), std::move(version), entry.modified});
    }
    return listed;
  }

  Result<std::optional<Stored>> read(std::string_view id) override {
    const std::string own(id);
    auto found = read_all(std::span(&own, 1));
    if (!found) return std::move(found).error();
    return std::move(found->front());
  }

  Result<std::vector<std::optional<Stored>>> read_all(std::span<const std::string> ids) override {
    std::vector<std::string> keys;
    std::vector<http::Request> requests;
    for (const std::string& id : ids) {
      if (auto good = check_id(id); !good) return std::move(good).error();
      keys.push_back(layout_.pipeline(id));
      requests.push_back(bucket_->get(keys.back()));
    }
    auto answers = bucket_->send_all(std::move(requests));
    std::vector<std::optional<Stored>> found(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      auto object = bucket_->object_of(std::move(answers[i]), keys[i]);
      if (!object) return std::move(object).error();
      if (!*object) continue;
      Object& read = **object;
      std::string version = version_of(read.body);
      tags_.remember(keys[i], version, read.tag);
      found[i] = Stored{std::move(read.body), std::move(version), read.modified};
    }
    return found;
  }

  Result<Outcome> write(std::string_view id, std::string_view body, const Precondition& precondition) override {
    const Write one{id, body, precondition};
    return std::move(write_all(std::span(&one, 1)).front());
  }

  Result<Outcome> remove(std::string_view id, const Precondition& precondition) override {
    const Write one{id, std::nullopt, precondition};
    return std::move(write_all(std::span(&one, 1)).front());
  }

  std::vector<Result<Outcome>> write_all(std::span<const Write> writes) override {
    if (writes.empty()) return {};
    const auto abilities = abilities_.get();
    if (!abilities) return {writes.size(), abilities.error()};
    const auto turn = take_turn(*abilities);
    auto results = BucketWriter({*bucket_, layout_, history_, tags_}, *abilities, writes).run();
    const auto is_done = [](const Result<Outcome>& result) { return result.ok() && *result == Outcome::done; };
    if (std::any_of(results.begin(), results.end(), is_done)) is_dirty_ = true;
    return results;
  }

  Result<std::vector<Revision>> history(std::string_view id, int limit) override {
    if (auto good = check_id(id); !good) return std::move(good).error();
    if (limit <= 0) return std::vector<Revision>();
    return history_.read(id, static_cast<std::size_t>(limit));
  }

  Result<std::shared_ptr<void>> lock(std::string_view who) override {
    const auto abilities = abilities_.get();
    if (!abilities) return abilities.error();
    const auto turn = take_turn(*abilities);
    return lock_bucket({bucket_, layout_.lock(), *abilities, shown_, lock_settling_}, who);
  }

  Result<void> publish() override {
    if (!is_dirty_.exchange(false)) return {};
    const auto abilities = abilities_.get();
    auto moved = abilities ? move_marker(*bucket_, layout_, *abilities) : Result<void>(abilities.error());
    if (!moved) is_dirty_ = true;
    history_.prune();
    return moved;
  }

 private:
  std::unique_lock<std::mutex> take_turn(const BucketAbilities& abilities) const {
    return abilities.trusted ? std::unique_lock<std::mutex>() : std::unique_lock(turn_of(bucket_->place().url));
  }

  std::string shown_;
  std::chrono::milliseconds lock_settling_;
  BucketLayout layout_;
  std::shared_ptr<Bucket> bucket_;
  AbilityProbe abilities_;
  BucketHistory history_;
  BucketTags tags_;
  BucketRecords records_;
  std::atomic<bool> is_dirty_{false};
};

}  // namespace

std::unique_ptr<Target> make_bucket_target(BucketSettings settings, std::shared_ptr<Identity> identity) {
  return std::make_unique<BucketTarget>(std::move(settings), std::move(identity));
}

}  // namespace sailmaker::target
