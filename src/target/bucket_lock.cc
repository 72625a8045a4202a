#include "target/bucket_lock.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <utility>

#include "http/client.h"
#include "target/process_identity.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::target {

namespace {

constexpr std::chrono::seconds kRenewal{15};
constexpr std::int64_t kStaleAfter = 60'000;  // milliseconds without a renewal

/// What the object says.
struct Holder {
  std::string who;
  std::string token;  // of one lock()
  std::int64_t renewals = 0;
  ProcessIdentity process;

  std::string text() const {
    return to_json(Map{{"who", who},
                       {"token", token},
                       {"renewals", renewals},
                       {"machine", process.machine},
                       {"pid", process.pid},
                       {"started", process.started}}) +
           "\n";
  }
};

std::string text_in(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::int64_t integer_in(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found != nullptr && found->is_integer() ? found->as_integer() : 0;
}

Holder holder_in(const std::string& body) {
  const auto value = parse_json(body, "lock");
  if (!value || !value->is_map()) return {"somebody", {}, 0, {}};
  return {text_in(*value, "who"),
          text_in(*value, "token"),
          integer_in(*value, "renewals"),
          {text_in(*value, "machine"), integer_in(*value, "pid"), text_in(*value, "started")}};
}

std::string random_token() {
  std::random_device device;
  std::string token;
  for (int i = 0; i < 4; ++i) token += std::to_string(device());
  return token;
}

bool is_stale(const Object& lock, const Holder& holder) {
  if (holder.process.is_gone()) return true;
  return lock.now != 0 && lock.modified != 0 && lock.now - lock.modified > kStaleAfter;
}

std::string tag_in(const http::Response& response, const Bucket& bucket) {
  return std::string(response.header(bucket.place().dialect == Dialect::gcs ? "x-goog-generation" : "etag"));
}

/// The lock while it is held.
class HeldLock {
 public:
  HeldLock(LockPlace place, Holder holder, std::string tag)
      : place_(std::move(place)),
        holder_(std::move(holder)),
        tag_(std::move(tag)),
        renewing_([this] { renew_always(); }) {}

  ~HeldLock() {
    {
      const std::lock_guard guard(mutex_);
      is_over_ = true;
    }
    wake_.notify_all();
    renewing_.join();
    release();
  }

 private:
  void renew_always() {
    std::unique_lock guard(mutex_);
    while (!wake_.wait_for(guard, kRenewal, [this] { return is_over_; })) {
      guard.unlock();
      renew();
      guard.lock();
    }
  }

  /// Each renewal is another text, so that another ETag: who takes the lock over cannot overlook it. What fails is
  /// tried again next time.
  void renew() {
    ++holder_.renewals;
    Condition condition;
    if (place_.abilities.put_if_unchanged) condition = Condition::unchanged(tag_);
    const auto answer = place_.bucket->send(place_.bucket->put(place_.key, holder_.text(), condition));
    if (answer && answer->ok()) tag_ = tag_in(*answer, *place_.bucket);
  }

  /// What cannot be removed goes stale by itself.
  void release() {
    const auto lock = place_.bucket->read(place_.key);
    if (!lock || !*lock || holder_in((*lock)->body).token != holder_.token) return;
    Condition condition;
    if (place_.abilities.remove_if_unchanged) condition = Condition::unchanged((*lock)->tag);
    static_cast<void>(place_.bucket->send(place_.bucket->remove(place_.key, condition)).ok());
  }

  LockPlace place_;
  Holder holder_;    // of the renewing thread, and after it of the destructor
  std::string tag_;  // likewise
  std::mutex mutex_;
  std::condition_variable wake_;
  bool is_over_ = false;  // guarded by mutex_
  std::thread renewing_;
};

/// One lock_bucket() from its first look to its end.
class Taking {
 public:
  Taking(LockPlace place, std::string_view who) : place_(std::move(place)) {
    holder_.who = who;
    holder_.token = random_token();
    holder_.process = ProcessIdentity::own();
  }

  Result<std::shared_ptr<void>> run() {
    for (int round = 0; round < kMostRounds; ++round) {
      auto present = place_.bucket->read(place_.key);
      if (!present) return present.error();
      if (*present) {
        const Holder other = holder_in((*present)->body);
        if (other.token != holder_.token && !is_stale(**present, other)) return held_by(other);
      }
      // A store that refuses what holds, twice, is asked without a condition.
      const Condition condition = round < 2 || place_.abilities.trusted ? condition_for(*present) : Condition::none();
      if (auto put = write(condition); !put) return put.error();
      auto mine = settled(condition);
      if (!mine) return mine.error();
      if (*mine) return std::shared_ptr<void>(std::make_shared<HeldLock>(place_, holder_, (*mine)->tag));
    }
    return Error(place_.shown + " is locked by somebody who came at the same moment").with_hint("try again");
  }

 private:
  static constexpr int kMostRounds = 3;

  Error held_by(const Holder& other) const {
    return Error(place_.shown + " is locked by " + other.who)
        .with_hint("wait until that is done; a lock that nobody renews ends after a minute");
  }

  Condition condition_for(const std::optional<Object>& present) const {
    if (present && place_.abilities.put_if_unchanged) return Condition::unchanged(present->tag);
    if (!present && place_.abilities.put_if_absent) return Condition::absent();
    return Condition::none();
  }

  Result<void> write(const Condition& condition) const {
    const auto answer = place_.bucket->send(place_.bucket->put(place_.key, holder_.text(), condition));
    if (!answer) return answer.error();
    if (answer->ok() || answer->status == 412 || answer->status == 409 || answer->status == 404) return {};
    return place_.bucket->error_of(*answer, "write " + place_.key);
  }

  /// The lock as it is now, if it is ours. Without a condition the last to write has it, so it takes a moment to be
  /// sure.
  Result<std::optional<Object>> settled(const Condition& condition) const {
    if (condition.kind == Condition::Kind::none) std::this_thread::sleep_for(place_.settling);
    auto now = place_.bucket->read(place_.key);
    if (!now) return now.error();
    if (*now && holder_in((*now)->body).token != holder_.token) now->reset();
    return now;
  }

  LockPlace place_;
  Holder holder_;
};

}  // namespace

Result<std::shared_ptr<void>> lock_bucket(LockPlace place, std::string_view who) {
  return Taking(std::move(place), who).run();
}

}  // namespace sailmaker::target
