#include "sync/restore.h"

#include <algorithm>

#include "pipeline/identity.h"
#include "pipeline/mark.h"
#include "pipeline/server_fields.h"
#include "sync/clock.h"
#include "sync/differences.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::sync {

namespace {

// Pipelines that are read at once, so that those of a large run do not all stay in memory.
constexpr std::size_t kAtOnce = 500;

std::optional<Value> read(const std::string& body) {
  if (body.empty()) return std::nullopt;
  auto pipeline = parse_json(body, "pipeline");
  if (!pipeline || !pipeline->is_map()) return std::nullopt;
  return std::move(*pipeline);
}

bool same(const std::string& wanted, const std::string& stored) {
  if (wanted == stored) return true;
  const auto a = read(wanted);
  const auto b = read(stored);
  return a && b && pipeline::says_the_same(*a, *b);
}

// To the byte where nothing is to be kept of what is stored.
std::string body_to_write(const std::string& wanted, const std::string& stored) {
  const auto after = read(wanted);
  const auto before = read(stored);
  if (!after) return wanted;
  const Value out = pipeline::to_write(*after, before.value_or(Value(Map())));
  return identical(out, *after, KeyOrder::counts) ? wanted : to_json(out);
}

class Restoring {
 public:
  Restoring(target::Target& target, const RestoreOptions& options) : target_(target), options_(options) {}

  Result<Planned> run(std::span<const Restoration> wanted) {
    planned_.plan.target = target_.describe();
    planned_.plan.selector = options_.title;
    planned_.plan.made_at = now_ms();
    for (std::size_t first = 0; first < wanted.size(); first += kAtOnce) {
      const auto some = wanted.subspan(first, std::min(kAtOnce, wanted.size() - first));
      std::vector<std::string> ids;
      for (const Restoration& one : some) ids.push_back(one.id);
      auto stored = target_.read_all(ids);
      if (!stored) return std::move(stored).error();
      for (std::size_t i = 0; i < some.size(); ++i) add(some[i], std::move((*stored)[i]));
    }
    // As sync does: removals last.
    std::stable_partition(planned_.plan.changes.begin(), planned_.plan.changes.end(),
                          [](const Change& change) { return change.action != Action::remove; });
    return std::move(planned_);
  }

 private:
  void add(const Restoration& wanted, std::optional<target::Stored> stored) {
    const std::string present = stored ? stored->body : std::string();
    if (stored) ++planned_.plan.stored;
    if (same(wanted.wanted, present)) {
      ++planned_.plan.unchanged;
      return;
    }
    Change change;
    change.action = wanted.wanted.empty() ? Action::remove : stored ? Action::update : Action::create;
    change.key = wanted.key;
    change.application = wanted.application;
    change.name = wanted.name;
    change.id = wanted.id;
    if (stored) change.seen = stored->version;
    change.before = present;
    if (change.action != Action::remove) change.after = body_to_write(wanted.wanted, present);
    change.is_protected = options_.is_protected && options_.is_protected(change.key);
    change.drifted = wanted.expected && !same(*wanted.expected, present);
    if (change.action == Action::remove && !is_marked(present)) return refuse(change);
    const Documents documents = documents_of(change);
    if (change.action == Action::update) change.differences = differences_of(documents);
    if (options_.describe) change.shown = options_.describe(change, documents, nullptr);
    planned_.plan.changes.push_back(std::move(change));
  }

  static bool is_marked(const std::string& body) {
    const auto pipeline = read(body);
    return pipeline && pipeline::mark_of(*pipeline);
  }

  void refuse(const Change& change) {
    Error error("the pipeline " + change.id + " lost Sailmaker's mark, so it is not deleted");
    error.hint = "delete it in Spinnaker's page, if nobody needs it";
    planned_.findings.push_back({Severity::warning, std::move(error).with_key(change.key), {}, "not-marked"});
  }

  target::Target& target_;
  const RestoreOptions& options_;
  Planned planned_;
};

bool may_be_undone(const RunChange& change) {
  return !change.fate || *change.fate == Fate::done || *change.fate == Fate::failed;
}

}  // namespace

Result<Planned> plan_restorations(std::span<const Restoration> wanted, target::Target& target,
                                  const RestoreOptions& options) {
  return Restoring(target, options).run(wanted);
}

Result<std::vector<Restoration>> undoing(RunBook& book, const Run& run) {
  auto changes = book.changes(run);
  if (!changes) return std::move(changes).error();
  std::erase_if(*changes, [](const RunChange& change) { return !may_be_undone(change); });
  auto bodies = book.bodies(run, *changes);
  if (!bodies) return std::move(bodies).error();
  std::vector<Restoration> out;
  out.reserve(changes->size());
  for (std::size_t i = 0; i < changes->size(); ++i) {
    RunChange& change = (*changes)[i];
    out.push_back({std::move(change.key), std::move(change.application), std::move(change.name), std::move(change.id),
                   std::move((*bodies)[i].before), std::move((*bodies)[i].after)});
  }
  return out;
}

}  // namespace sailmaker::sync
