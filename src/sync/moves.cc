#include "sync/moves.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace sailmaker::sync {

namespace {

std::size_t place_of(std::span<const Plan* const> plans, const std::string& name) {
  const auto found =
      std::find_if(plans.begin(), plans.end(), [&](const Plan* plan) { return plan->target_name == name; });
  return static_cast<std::size_t>(found - plans.begin());
}

// What the plans create, by key: what one of them creates and another removes moves.
class Creations {
 public:
  explicit Creations(std::span<Plan* const> plans) {
    for (Plan* plan : plans) {
      for (const Change& change : plan->changes) {
        if (change.action == Action::create) by_key_.emplace(change.key, plan);
      }
    }
  }

  Plan* find(const std::string& key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : found->second;
  }

 private:
  std::unordered_map<std::string, Plan*> by_key_;
};

void note(Plan& plan, const std::string& key, const HomeOf& home_of, const Creations& creations) {
  Plan* creating = creations.find(key);
  std::string home = home_of ? home_of(key) : creating != nullptr ? creating->target_name : std::string();
  if (home.empty() || home == plan.target_name) return;
  if (creating != nullptr && creating->target_name == home) creating->moved[key] = plan.target_name;
  plan.moved[key] = std::move(home);
}

}  // namespace

void note_moves(std::span<Plan* const> plans, const HomeOf& home_of) {
  const Creations creations(plans);
  const auto is_planned = [&](const std::string& name) {
    return std::any_of(plans.begin(), plans.end(), [&](const Plan* plan) { return plan->target_name == name; });
  };
  for (Plan* plan : plans) {
    for (const std::string& key : plan->orphans) note(*plan, key, home_of, creations);
    for (const Change& change : plan->changes) {
      if (change.action == Action::remove) note(*plan, change.key, home_of, creations);
    }
    std::erase_if(plan->changes, [&](const Change& change) {
      const auto moved = plan->moved.find(change.key);
      if (change.action != Action::remove || moved == plan->moved.end() || is_planned(moved->second)) return false;
      plan->orphans.push_back(change.key);
      return true;
    });
  }
}

std::vector<std::size_t> order_of(std::span<const Plan* const> plans) {
  std::vector<std::vector<std::size_t>> after(plans.size());  // the plans that have to go before
  for (std::size_t i = 0; i < plans.size(); ++i) {
    for (const Change& change : plans[i]->changes) {
      const auto moved = plans[i]->moved.find(change.key);
      if (change.action != Action::remove || moved == plans[i]->moved.end()) continue;
      const std::size_t home = place_of(plans, moved->second);
      if (home < plans.size() && home != i) after[i].push_back(home);
    }
  }
  std::vector<std::size_t> order;
  std::vector<bool> taken(plans.size());
  while (order.size() < plans.size()) {
    std::optional<std::size_t> next;
    for (std::size_t i = 0; i < plans.size() && !next; ++i) {
      const bool free = std::all_of(after[i].begin(), after[i].end(), [&](std::size_t home) { return taken[home]; });
      if (!taken[i] && free) next = i;
    }
    // In a circle the first one goes; what it has to keep waits for the next sync.
    if (!next) next = static_cast<std::size_t>(std::find(taken.begin(), taken.end(), false) - taken.begin());
    taken[*next] = true;
    order.push_back(*next);
  }
  return order;
}

Waiting::Waiting(std::span<const Plan* const> plans)
    : plans_(plans.begin(), plans.end()), reports_(plans.size()), by_key_(plans.size()) {
  if (plans.size() < 2) return;
  for (std::size_t p = 0; p < plans.size(); ++p) {
    const std::vector<Change>& changes = plans[p]->changes;
    for (std::size_t i = 0; i < changes.size(); ++i) by_key_[p].emplace(changes[i].key, i);
  }
}

bool Waiting::must_stay(std::size_t plan, const Change& removal) const {
  const auto moved = plans_[plan]->moved.find(removal.key);
  if (moved == plans_[plan]->moved.end()) return false;
  const std::size_t home = place_of(plans_, moved->second);
  if (home == plans_.size()) return true;
  const auto change = by_key_[home].find(removal.key);
  if (change == by_key_[home].end()) return false;  // it is there already
  return reports_[home] == nullptr || reports_[home]->changes[change->second].fate != Fate::done;
}

Result<bool> is_same_place(target::Target& one, target::Target& other, const std::string& id) {
  const auto here = one.read(id);
  if (!here) return here.error();
  if (!*here) return false;
  const auto there = other.read(id);
  if (!there) return there.error();
  if (!*there) return false;
  return (*here)->body == (*there)->body && (*here)->version == (*there)->version &&
         (*here)->modified == (*there)->modified;
}

}  // namespace sailmaker::sync
