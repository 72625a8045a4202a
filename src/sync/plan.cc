#include "sync/plan.h"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "base/parallel.h"
#include "generate/fleet_check.h"
#include "pipeline/identity.h"
#include "pipeline/ids.h"
#include "pipeline/link.h"
#include "pipeline/mark.h"
#include "pipeline/server_fields.h"
#include "sync/adoption.h"
#include "sync/differences.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::sync {

namespace {

// A pipeline on its way into the plan. Unchanged ones keep only what the checks over all pipelines need, so that a plan
// over 100,000 unchanged pipelines stays small.
struct Draft {
  std::vector<Finding> findings;
  generate::Generated made;  // without its document; with the id that the key makes
  std::optional<Change> change;
  bool unchanged = false;
};

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

class Planner {
 public:
  Planner(const generate::Generator& generator, const fleet::Fleet& fleet, target::Target& target,
          const PlanOptions& options, Inventory& inventory)
      : generator_(generator), fleet_(fleet), target_(target), options_(options), inventory_(inventory) {}

  Result<Planned> run() {
    const std::vector<fleet::Entry> entries = generator_.select(options_.selector);
    std::vector<Draft> drafts(entries.size());
    std::atomic<std::size_t> done{0};
    parallel_for(entries.size(), options_.threads, [&](std::size_t i) {
      if (is_stopped()) return;
      drafts[i] = draft(entries[i]);
      if (options_.progress) options_.progress(++done, entries.size());
    });
    if (is_stopped()) return Error("planning was stopped");
    if (failure_) return std::move(*failure_);
    return collect(drafts);
  }

 private:
  bool is_stopped() const {
    if (options_.stop != nullptr && *options_.stop) return true;
    const std::lock_guard guard(lock_);
    return failure_.has_value();
  }

  void fail(Error error) {
    const std::lock_guard guard(lock_);
    if (!failure_) failure_ = std::move(error);
  }

  Draft draft(const fleet::Entry& entry) {
    Draft draft;
    generate::Generated made = generator_.generate(entry);
    draft.findings = std::move(made.findings);
    if (made.pipeline.is_null()) return draft;
    Value desired = std::move(made.pipeline);
    made.pipeline = Value();
    draft.made = made;
    if (!inventory_.adopted.empty()) pipeline::replace_ids(desired, inventory_.adopted);
    const auto adopted = inventory_.adopted.find(made.id);
    if (adopted != inventory_.adopted.end()) made.id = adopted->second;
    pipeline::set_mark(desired, {made.key, pipeline::digest_of(desired)});
    made.pipeline = std::move(desired);
    compare(entry, made, draft);
    return draft;
  }

  void compare(const fleet::Entry& entry, generate::Generated& made, Draft& draft) {
    std::optional<target::Stored> stored;
    if (inventory_.ids.contains(made.id)) {
      auto read = target_.read(made.id);
      if (!read) return fail(std::move(read).error());
      stored = std::move(*read);
    }
    Change change;
    change.key = std::move(made.key);
    change.application = std::move(made.application);
    change.name = std::move(made.name);
    change.id = std::move(made.id);
    change.is_protected = is_protected(entry);
    if (stored) {
      if (!update(made.pipeline, std::move(*stored), change, draft)) return;
    } else {
      change.action = Action::create;
      if (options_.purpose == Purpose::apply) change.after = to_json(made.pipeline);
      if (options_.describe) change.shown = options_.describe(change, {Value(), without_mark(made.pipeline)}, nullptr);
    }
    draft.change = std::move(change);
  }

  // False when there is nothing to do, or nothing that may be done.
  bool update(const Value& desired, target::Stored stored, Change& change, Draft& draft) const {
    auto present = parse_json(stored.body, "stored pipeline " + change.id);
    if (!present || !present->is_map()) {
      // What cannot be read is shown whole and replaced: Front50 chokes on it, and the store keeps the earlier version.
      present = Value(Map());
      change.drifted = true;
    }
    if (pipeline::says_the_same(desired, *present)) {
      draft.unchanged = true;
      return false;
    }
    const auto mark = pipeline::mark_of(*present);
    change.action = Action::update;
    change.adopted = !mark;
    change.drifted = change.drifted || (mark && mark->digest != pipeline::digest_of(*present));
    change.seen = std::move(stored.version);
    const Value after = pipeline::to_write(desired, *present);
    const Documents documents = compared(*present, after);
    const diff::Identity identity = pipeline::identity_of;
    const diff::Comparison comparison(documents.before, documents.after, identity);
    change.differences = comparison.changes();
    if (options_.purpose == Purpose::apply) {
      change.before = std::move(stored.body);
      change.after = to_json(after);
    }
    if (options_.describe) change.shown = options_.describe(change, documents, &comparison);
    return true;
  }

  bool is_protected(const fleet::Entry& entry) const {
    const fleet::Stack* stack = fleet_.find_stack(entry.key.stack);
    return stack != nullptr && stack->is_protected;
  }

  Planned collect(std::vector<Draft>& drafts) {
    Planned planned;
    Plan& plan = planned.plan;
    plan.target = target_.describe();
    plan.selector = options_.selector.text();
    plan.made_at = now_ms();
    plan.stored = inventory_.ids.size();
    for (Finding& finding : inventory_.findings) planned.findings.push_back(std::move(finding));
    generate::FleetCheck check;
    for (Draft& draft : drafts) {
      for (Finding& finding : draft.findings) planned.findings.push_back(std::move(finding));
      if (draft.unchanged) ++plan.unchanged;
      if (draft.change) plan.changes.push_back(std::move(*draft.change));
      check.add(draft.made);
    }
    for (Finding& finding : check.findings(generator_)) planned.findings.push_back(std::move(finding));
    add_removals(planned);
    return planned;
  }

  void add_removals(Planned& planned) {
    Plan& plan = planned.plan;
    for (Stranger& stranger : inventory_.strangers) {
      if (stranger.taken || stranger.key.empty()) continue;
      const auto key = fleet::parse_key(stranger.key);
      if (!key || !options_.selector.matches(*key)) continue;
      if (options_.prune == Prune::no) {
        plan.orphans.push_back(stranger.key);
      } else {
        plan.changes.push_back(removal(stranger));
      }
    }
    const std::size_t removals = plan.count(Action::remove);
    if (options_.prune == Prune::yes && removals * 2 > plan.stored) {
      planned.findings.push_back({Severity::error, too_many(removals, plan.stored), {}, "mass-deletion"});
    }
  }

  Change removal(Stranger& stranger) const {
    Change change;
    change.action = Action::remove;
    change.key = stranger.key;
    change.application = stranger.application;
    change.name = stranger.name;
    change.id = stranger.id;
    change.seen = stranger.version;
    change.before = std::move(stranger.body);
    if (options_.describe) change.shown = options_.describe(change, documents_of(change), nullptr);
    return change;
  }

  static Error too_many(std::size_t removals, std::size_t stored) {
    Error error("--prune would delete " + std::to_string(removals) + " of " + std::to_string(stored) +
                " stored pipelines, which is more than half");
    error.hint = "check that this is the right fleet and the right target; --force-prune deletes them all the same";
    return error;
  }

  const generate::Generator& generator_;
  const fleet::Fleet& fleet_;
  target::Target& target_;
  const PlanOptions& options_;
  Inventory& inventory_;
  mutable std::mutex lock_;
  std::optional<Error> failure_;  // guarded by lock_
};

}  // namespace

std::string_view to_string(Action action) {
  switch (action) {
    case Action::create: return "create";
    case Action::update: return "update";
    case Action::remove: return "delete";
  }
  return "";
}

std::size_t Plan::count(Action action) const {
  return static_cast<std::size_t>(
      std::count_if(changes.begin(), changes.end(), [&](const Change& change) { return change.action == action; }));
}

bool Planned::has_errors() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

Result<Planned> make_plan(const generate::Generator& generator, const fleet::Fleet& fleet, target::Target& target,
                          const PlanOptions& options) {
  auto inventory = take_inventory(generator, target, options);
  if (!inventory) return std::move(inventory).error();
  return Planner(generator, fleet, target, options, *inventory).run();
}

}  // namespace sailmaker::sync
