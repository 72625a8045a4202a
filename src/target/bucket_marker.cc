#include "target/bucket_marker.h"

#include <chrono>
#include <optional>

#include "target/front50_marker.h"

namespace sailmaker::target {

namespace {

constexpr int kMostTries = 10;

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Result<void> touch(Bucket& bucket, const BucketLayout& layout) {
  http::Request request = bucket.put(layout.marker(), "", Condition::none());
  request.headers.push_back({"x-goog-meta-updatetrigger", std::to_string(now_ms())});
  const auto answer = bucket.send(std::move(request));
  if (!answer) return answer.error();
  if (!answer->ok()) return bucket.error_of(*answer, "write " + layout.marker());
  return {};
}

Condition condition_for(const std::optional<Object>& present, const BucketAbilities& abilities) {
  if (present) return abilities.put_if_unchanged ? Condition::unchanged(present->tag) : Condition::none();
  return abilities.put_if_absent ? Condition::absent() : Condition::none();
}

}  // namespace

Result<void> move_marker(Bucket& bucket, const BucketLayout& layout, const BucketAbilities& abilities) {
  if (bucket.place().dialect == Dialect::gcs) return touch(bucket, layout);
  for (int i = 0; i < kMostTries; ++i) {
    const auto present = bucket.read(layout.marker());
    if (!present) return present.error();
    const std::string text = marker_text(next_marker(*present ? (*present)->body : "", now_ms()));
    const auto answer = bucket.send(bucket.put(layout.marker(), text, condition_for(*present, abilities)));
    if (!answer) return answer.error();
    if (answer->ok()) return {};
    // Somebody else moved it at the same moment; ours must be later all the same, as it came later.
    const bool lost = answer->status == 412 || answer->status == 409 || answer->status == 404;
    if (!lost) return bucket.error_of(*answer, "write " + layout.marker());
  }
  return Error("others move " + layout.marker() + " all the time, so it was left to them");
}

}  // namespace sailmaker::target
