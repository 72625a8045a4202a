#include "target/target.h"

#include <mutex>

#include "base/parallel.h"

namespace sailmaker::target {

Result<std::vector<std::optional<Stored>>> Target::read_all(std::span<const std::string> ids) {
  std::vector<std::optional<Stored>> found(ids.size());
  std::mutex mutex;
  std::optional<Error> failure;  // guarded by mutex
  parallel_for(ids.size(), concurrency(), [&](std::size_t i) {
    {
      const std::lock_guard guard(mutex);
      if (failure) return;
    }
    auto stored = read(ids[i]);
    if (stored) {
      found[i] = std::move(*stored);
      return;
    }
    const std::lock_guard guard(mutex);
    if (!failure) failure = std::move(stored).error();
  });
  if (failure) return std::move(*failure);
  return found;
}

std::vector<Result<Outcome>> Target::write_all(std::span<const Write> writes) {
  std::vector<Result<Outcome>> outcomes(writes.size(), Result<Outcome>(Outcome::moved_on));
  parallel_for(writes.size(), concurrency(), [&](std::size_t i) {
    const Write& one = writes[i];
    outcomes[i] = one.body ? write(one.id, *one.body, one.precondition) : remove(one.id, one.precondition);
  });
  return outcomes;
}

}  // namespace sailmaker::target
