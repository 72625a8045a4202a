#include "target/memory.h"

#include <cassert>
#include <chrono>
#include <map>
#include <mutex>
#include <vector>

#include "target/body.h"
#include "target/front50_marker.h"
#include "target/id.h"
#include "target/record_name.h"

namespace sailmaker::target {

namespace {

std::int64_t now_in_milliseconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

struct Kept {
  std::string body;
  std::int64_t modified = 0;
};

/// All that was ever stored under one id.
struct Pipeline {
  std::vector<Kept> bodies;  // oldest first
  bool is_there = false;     // the last body is the present one

  bool holds(const Precondition& precondition) const {
    if (!is_there) return !precondition.version;
    return precondition.version && *precondition.version == content_version(bodies.back().body);
  }
};

/// Outlives the target where a lock does.
struct Holder {
  std::mutex mutex;
  std::string who;
  bool is_held = false;
};

class MemoryRecords final : public Records {
 public:
  Result<void> put(std::string_view name, std::string_view text) override {
    if (auto good = check_record_name(name); !good) return good;
    const std::lock_guard guard(mutex_);
    texts_.insert_or_assign(std::string(name), std::string(text));
    return {};
  }

  Result<std::optional<std::string>> get(std::string_view name) override {
    if (auto good = check_record_name(name); !good) return good.error();
    const std::lock_guard guard(mutex_);
    const auto found = texts_.find(name);
    return found == texts_.end() ? std::optional<std::string>() : found->second;
  }

  Result<void> remove(std::string_view name) override {
    if (auto good = check_record_name(name); !good) return good;
    const std::lock_guard guard(mutex_);
    if (const auto found = texts_.find(name); found != texts_.end()) texts_.erase(found);
    return {};
  }

  Result<std::vector<std::string>> names() override {
    const std::lock_guard guard(mutex_);
    std::vector<std::string> names;
    names.reserve(texts_.size());
    for (const auto& [name, text] : texts_) names.push_back(name);
    return names;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> texts_;
};

class Memory final : public Target {
 public:
  std::string describe() const override { return "memory"; }
  std::string version_of(std::string_view body) const override { return content_version(body); }
  // So that tests go the way of far-away stores, with several batches.
  std::size_t batch_size() const override { return 2; }

  Result<std::vector<Listed>> list() override;
  Result<std::optional<Stored>> read(std::string_view id) override;
  Result<Outcome> write(std::string_view id, std::string_view body, const Precondition& precondition) override;
  Result<Outcome> remove(std::string_view id, const Precondition& precondition) override;
  Result<std::vector<Revision>> history(std::string_view id, int limit) override;
  Result<std::shared_ptr<void>> lock(std::string_view who) override;
  Result<void> publish() override;
  Records* records() override { return &records_; }

  std::int64_t marker() const {
    const std::lock_guard guard(mutex_);
    return marker_;
  }
  void set_marker(std::int64_t milliseconds) {
    const std::lock_guard guard(mutex_);
    marker_ = milliseconds;
  }

 private:
  MemoryRecords records_;
  mutable std::mutex mutex_;  // guards all below but holder_, which has its own
  std::map<std::string, Pipeline, std::less<>> pipelines_;
  std::int64_t marker_ = 0;
  bool is_unpublished_ = false;
  std::shared_ptr<Holder> holder_ = std::make_shared<Holder>();
};

Result<std::vector<Listed>> Memory::list() {
  const std::lock_guard guard(mutex_);
  std::vector<Listed> found;
  for (const auto& [id, pipeline] : pipelines_) {
    if (!pipeline.is_there) continue;
    const Kept& present = pipeline.bodies.back();
    found.push_back({id, content_version(present.body), present.modified});
  }
  return found;
}

Result<std::optional<Stored>> Memory::read(std::string_view id) {
  if (auto good = check_id(id); !good) return good.error();
  const std::lock_guard guard(mutex_);
  const auto found = pipelines_.find(id);
  if (found == pipelines_.end() || !found->second.is_there) return std::optional<Stored>();
  const Kept& present = found->second.bodies.back();
  return std::optional<Stored>({present.body, content_version(present.body), present.modified});
}

Result<Outcome> Memory::write(std::string_view id, std::string_view body, const Precondition& precondition) {
  if (auto good = check_id(id); !good) return good.error();
  const std::lock_guard guard(mutex_);
  Pipeline& pipeline = pipelines_[std::string(id)];
  if (!pipeline.holds(precondition)) return Outcome::moved_on;
  pipeline.bodies.push_back({std::string(body), now_in_milliseconds()});
  pipeline.is_there = true;
  is_unpublished_ = true;
  return Outcome::done;
}

Result<Outcome> Memory::remove(std::string_view id, const Precondition& precondition) {
  if (auto good = check_id(id); !good) return good.error();
  const std::lock_guard guard(mutex_);
  Pipeline& pipeline = pipelines_[std::string(id)];
  if (!pipeline.holds(precondition)) return Outcome::moved_on;
  if (!pipeline.is_there) return Outcome::done;
  pipeline.is_there = false;
  is_unpublished_ = true;
  return Outcome::done;
}

Result<std::vector<Revision>> Memory::history(std::string_view id, int limit) {
  if (auto good = check_id(id); !good) return good.error();
  const std::lock_guard guard(mutex_);
  std::vector<Revision> revisions;
  const auto found = pipelines_.find(id);
  if (found == pipelines_.end()) return revisions;
  const std::vector<Kept>& bodies = found->second.bodies;
  for (auto kept = bodies.rbegin(); kept != bodies.rend() && static_cast<int>(revisions.size()) < limit; ++kept) {
    revisions.push_back({content_version(kept->body), kept->modified, author_of(kept->body), kept->body});
  }
  return revisions;
}

Result<std::shared_ptr<void>> Memory::lock(std::string_view who) {
  const std::lock_guard guard(holder_->mutex);
  if (holder_->is_held) return Error(describe() + " is locked by " + holder_->who);
  holder_->is_held = true;
  holder_->who = who;
  const auto release = [holder = holder_](void*) {
    const std::lock_guard releasing(holder->mutex);
    holder->is_held = false;
  };
  return std::shared_ptr<void>(holder_.get(), release);
}

Result<void> Memory::publish() {
  const std::lock_guard guard(mutex_);
  if (is_unpublished_) marker_ = next_marker(marker_text(marker_), now_in_milliseconds());
  is_unpublished_ = false;
  return {};
}

}  // namespace

std::unique_ptr<Target> make_memory() { return std::make_unique<Memory>(); }

std::int64_t marker_of(const Target& memory) {
  const auto* found = dynamic_cast<const Memory*>(&memory);
  assert(found != nullptr);
  return found->marker();
}

void set_marker_of(Target& memory, std::int64_t milliseconds) {
  auto* found = dynamic_cast<Memory*>(&memory);
  assert(found != nullptr);
  found->set_marker(milliseconds);
}

}  // namespace sailmaker::target
