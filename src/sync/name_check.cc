#include "sync/name_check.h"

#include <unordered_set>
#include <utility>

#include "pipeline/across.h"
#include "pipeline/rules.h"

namespace sailmaker::sync {

NameCheck::NameCheck(const std::vector<Stranger>& strangers, const Plan& plan) {
  std::unordered_set<std::string> removed;
  for (const Change& change : plan.changes) {
    if (change.action == Action::remove) removed.insert(change.id);
  }
  for (const Stranger& stranger : strangers) {
    if (stranger.taken || stranger.name.empty() || removed.contains(stranger.id)) continue;
    by_name_.emplace(pipeline::name_identity(stranger.application, stranger.name), &stranger);
  }
}

std::optional<Finding> NameCheck::check(const generate::Generated& made, bool is_written,
                                        const generate::Generator& generator) const {
  if (by_name_.empty() || made.name.empty()) return std::nullopt;
  const auto found = by_name_.find(pipeline::name_identity(made.application, made.name));
  if (found == by_name_.end() || generator.allows("duplicate-name", made.key)) return std::nullopt;
  const Stranger& other = *found->second;
  pipeline::Problems problems;
  std::string message = "the target holds another pipeline called '" + other.name + "' in the application '" +
                        other.application + "': " + other.id;
  if (!other.key.empty()) message += ", which Sailmaker wrote for " + other.key;
  report(problems, pipeline::Rule::duplicate_name, Path{std::string("name")}, std::move(message),
         other.key.empty()
             ? "this pipeline is stored under an id of its own, so the other one cannot be taken over; "
               "rename or remove one of the two"
             : "the fleet no longer has that key; remove what it left with --prune, or rename one of the two");
  if (!is_written) problems.front().severity = Severity::warning;
  return generator.place(made.key, problems.front());
}

}  // namespace sailmaker::sync
