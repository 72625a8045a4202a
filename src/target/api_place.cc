#include "target/api_place.h"

namespace sailmaker::target {

namespace {

constexpr auto kGhostsLast = std::chrono::minutes(2);

}  // namespace

void Ghosts::add(std::string_view id, std::string version) {
  const std::lock_guard guard(mutex_);
  ghosts_.insert_or_assign(std::string(id), Ghost{std::move(version), std::chrono::steady_clock::now()});
}

void Ghosts::forget(std::string_view id) {
  const std::lock_guard guard(mutex_);
  if (const auto found = ghosts_.find(id); found != ghosts_.end()) ghosts_.erase(found);
}

bool Ghosts::is_ghost(std::string_view id, const std::string& version) {
  const std::lock_guard guard(mutex_);
  const auto found = ghosts_.find(id);
  if (found == ghosts_.end()) return false;
  const bool is_recent = std::chrono::steady_clock::now() - found->second.when < kGhostsLast;
  if (found->second.version == version && is_recent) return true;
  ghosts_.erase(found);
  return false;
}

std::shared_ptr<ApiPlace> api_place(const std::string& described) {
  static std::mutex mutex;
  static std::map<std::string, std::weak_ptr<ApiPlace>> places;
  const std::lock_guard guard(mutex);
  std::weak_ptr<ApiPlace>& known = places[described];
  std::shared_ptr<ApiPlace> place = known.lock();
  if (!place) known = place = std::make_shared<ApiPlace>();
  return place;
}

Result<std::shared_ptr<void>> take_place(const std::shared_ptr<ApiPlace>& place, std::string_view who,
                                         const std::string& described) {
  const std::lock_guard guard(place->mutex);
  if (place->is_held) return Error(described + " is locked by " + place->holder);
  place->is_held = true;
  place->holder = who;
  const auto release = [place](void*) {
    const std::lock_guard releasing(place->mutex);
    place->is_held = false;
  };
  return std::shared_ptr<void>(place.get(), release);
}

}  // namespace sailmaker::target
