#include "target/bucket_abilities.h"

#include <utility>

namespace sailmaker::target {

namespace {

constexpr std::string_view kProbeText = "Sailmaker tries here whether this store honours conditions.\n";
const std::string kNobodysTag = "\"00000000000000000000000000000000\"";

}  // namespace

Result<BucketAbilities> AbilityProbe::get() {
  const std::lock_guard guard(mutex_);
  if (known_) return *known_;
  auto found = find_out();
  if (found) known_ = *found;
  return found;
}

Result<BucketAbilities> AbilityProbe::find_out() {
  BucketAbilities found;
  const auto versions = bucket_.keeps_versions();
  if (!versions) return versions.error();
  found.keeps_versions = versions->value_or(false);
  if (trusted_) {
    found.put_if_absent = found.put_if_unchanged = found.remove_if_unchanged = found.trusted = true;
  } else if (auto tried = try_conditions(found); !tried) {
    return tried.error();
  }
  return found;
}

/// Each request below asks for what does not hold, so a store that honours conditions changes nothing.
Result<void> AbilityProbe::try_conditions(BucketAbilities& found) {
  const std::string key = layout_.probe();
  const auto put_absent = [&] { return is_refused(bucket_.put(key, kProbeText, Condition::absent())); };
  auto refused = put_absent();
  if (refused && !*refused) refused = put_absent();  // the first one made the object
  if (!refused) return refused.error();
  found.put_if_absent = *refused;
  refused = is_refused(bucket_.put(key, kProbeText, Condition::unchanged(kNobodysTag)));
  if (!refused) return refused.error();
  found.put_if_unchanged = *refused;
  refused = is_refused(bucket_.remove(key, Condition::unchanged(kNobodysTag)));
  if (!refused) return refused.error();
  found.remove_if_unchanged = *refused;
  return {};
}

/// True: because of the condition. False: the store did it, or knows no conditions.
Result<bool> AbilityProbe::is_refused(http::Request request) {
  const auto answer = bucket_.send(std::move(request));
  if (!answer) return answer.error();
  if (answer->status == 412 || answer->status == 409) return true;
  if (answer->ok() || answer->status == 404 || answer->status == 501 || answer->status == 400) return false;
  return bucket_.error_of(*answer, "write " + layout_.probe());
}

}  // namespace sailmaker::target
