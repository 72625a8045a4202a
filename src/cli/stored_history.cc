#include "cli/stored_history.h"

#include <algorithm>
#include <utility>

#include "cli/output.h"
#include "sync/ignoring.h"
#include "sync/run_book.h"

namespace sailmaker::cli {

std::optional<std::vector<StoredHistory>> find_histories(const std::string& address,
                                                         std::span<const FleetTarget> targets,
                                                         const fleet::Fleet& fleet, int limit) {
  std::vector<StoredHistory> found;
  std::string places;
  for (const FleetTarget& at : targets) {
    sync::RunBook book(at.records());
    auto history = sync::read_history(address, *at.target, book, sync::Ignoring(fleet.ignored), limit);
    if (!history) return say_failed(at, history.error()), std::nullopt;
    if (*history) found.push_back({&at, std::move(**history)});
    places += (places.empty() ? "" : " or ") + at.describe();
  }
  if (!found.empty()) return found;
  say_error(Error("no pipeline '" + address + "' is or was stored in " + places)
                .with_hint("give a key, the id of a stored pipeline, or the id of a run"));
  return std::nullopt;
}

StoredHistory* the_one(std::vector<StoredHistory>& found, const std::string& address) {
  const auto is_stored = [](const StoredHistory& each) { return each.history.is_stored; };
  if (found.size() == 1) return &found.front();
  const auto stored = std::find_if(found.begin(), found.end(), is_stored);
  if (stored != found.end() && std::none_of(stored + 1, found.end(), is_stored)) return &*stored;
  std::string names;
  for (const StoredHistory& each : found) names += (names.empty() ? "" : ", ") + each.at->name;
  say_error(Error("the pipeline '" + address + "' is or was stored in several targets: " + names)
                .with_hint("say which one: --target " + found.front().at->name));
  return nullptr;
}

}  // namespace sailmaker::cli
