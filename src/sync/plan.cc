#include "sync/plan.h"

#include <algorithm>
#include <mutex>
#include <span>

#include "base/parallel.h"
#include "generate/fleet_check.h"
#include "pipeline/identity.h"
#include "pipeline/ids.h"
#include "pipeline/link.h"
#include "pipeline/mark.h"
#include "pipeline/server_fields.h"
#include "sync/adoption.h"
#include "sync/clock.h"
#include "sync/differences.h"
#include "sync/ignoring.h"
#include "sync/name_check.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::sync {

namespace {

// A pipeline on its way into the plan. Unchanged ones keep only what the checks over all pipelines need, so that a plan
// over 100,000 unchanged pipelines stays small.
struct Draft {
  std::vector<Finding> findings;
  generate::Generated made;  // without its document; with the id that the key makes
  std::string id;            // that it is stored under
  Value desired;             // until it is compared
  bool must_read = false;    // what the listing tells does not say whether it changes
  std::optional<Change> change;
  bool unchanged = false;
  bool is_written = false;  // by a change of the plan
};

// Pipelines that are made, read and compared together. Reading many at once is what makes a far-away target quick; few
// enough that their documents take little memory.
constexpr std::size_t kAtOnce = 512;

void keep_those_at_home(std::vector<fleet::Entry>& entries, const PlanOptions& options) {
  if (options.home == nullptr) return;
  std::erase_if(entries, [&](const fleet::Entry& entry) { return entry.target != options.home; });
}

class Planner {
 public:
  Planner(const generate::Generator& generator, const fleet::Fleet& fleet, target::Target& target,
          const PlanOptions& options, Inventory& inventory)
      : generator_(generator),
        fleet_(fleet),
        ignoring_(fleet.ignored),
        target_(target),
        options_(options),
        inventory_(inventory) {}

  Result<Planned> run() {
    std::vector<fleet::Entry> entries = generator_.select(options_.selector);
    keep_those_at_home(entries, options_);
    std::vector<Draft> drafts(entries.size());
    total_ = entries.size();
    for (std::size_t from = 0; from < entries.size(); from += kAtOnce) {
      const std::size_t count = std::min(kAtOnce, entries.size() - from);
      auto done = draft_some(std::span(entries).subspan(from, count), std::span(drafts).subspan(from, count));
      if (!done) return std::move(done).error();
    }
    return collect(drafts);
  }

 private:
  bool is_stopped() const { return has_failed_ || (options_.stop != nullptr && *options_.stop); }

  void fail(Error error) {
    const std::lock_guard guard(lock_);
    if (!has_failed_.exchange(true)) failure_ = std::move(error);
  }

  // An error when planning must not go on. Not to be called while other threads plan.
  Result<void> state() {
    if (failure_) return std::move(*failure_);
    if (is_stopped()) return Error("planning was stopped");
    return {};
  }

  Result<void> draft_some(std::span<const fleet::Entry> entries, std::span<Draft> drafts) {
    parallel_for(entries.size(), options_.threads, [&](std::size_t i) {
      if (is_stopped()) return;
      make(entries[i], drafts[i]);
      if (!drafts[i].must_read) {
        settle(entries[i], drafts[i], {});
      } else if (target_.batch_size() == 1) {
        // Read at once, while the document is still in the processor's cache.
        auto stored = target_.read(drafts[i].id);
        if (!stored) return fail(std::move(stored).error());
        settle(entries[i], drafts[i], std::move(*stored));
      }
    });
    if (auto good = state(); !good) return good;
    if (target_.batch_size() > 1) return read_and_settle(entries, drafts);
    return {};
  }

  Result<void> read_and_settle(std::span<const fleet::Entry> entries, std::span<Draft> drafts) {
    std::vector<std::size_t> open;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      if (!drafts[i].must_read) continue;
      open.push_back(i);
      ids.push_back(drafts[i].id);
    }
    if (open.empty()) return {};
    auto stored = target_.read_all(ids);
    if (!stored) return std::move(stored).error();
    parallel_for(open.size(), options_.threads, [&](std::size_t i) {
      if (!is_stopped()) settle(entries[open[i]], drafts[open[i]], std::move((*stored)[i]));
    });
    return state();
  }

  void make(const fleet::Entry& entry, Draft& draft) {
    generate::Generated made = generator_.generate(entry);
    draft.findings = std::move(made.findings);
    if (made.pipeline.is_null()) return;
    draft.desired = std::move(made.pipeline);
    made.pipeline = Value();
    draft.made = std::move(made);
    if (!inventory_.adopted.empty()) pipeline::replace_ids(draft.desired, inventory_.adopted);
    const auto adopted = inventory_.adopted.find(draft.made.id);
    draft.id = adopted != inventory_.adopted.end() ? adopted->second : draft.made.id;
    pipeline::set_mark(draft.desired, {draft.made.key, ignoring_.digest(draft.made.key, draft.desired)});
    consult_listing(draft);
  }

  // A listing that knows versions tells of most pipelines that they are what would be written, to the byte.
  void consult_listing(Draft& draft) const {
    const auto listed = inventory_.versions.find(draft.id);
    if (listed == inventory_.versions.end()) return;
    draft.unchanged = !listed->second.empty() && listed->second == target_.version_of(to_json(draft.desired));
    draft.must_read = !draft.unchanged;
  }

  // Compares what is desired with what is stored, and lets go of the document.
  void settle(const fleet::Entry& entry, Draft& draft, std::optional<target::Stored> stored) {
    const Value desired = std::exchange(draft.desired, Value());
    if (!draft.unchanged && !desired.is_null()) compare(entry, desired, std::move(stored), draft);
    if (options_.progress) options_.progress(++done_, total_);
  }

  void compare(const fleet::Entry& entry, const Value& desired, std::optional<target::Stored> stored, Draft& draft) {
    Change change;
    change.key = draft.made.key;
    change.application = draft.made.application;
    change.name = draft.made.name;
    change.id = std::move(draft.id);
    change.is_protected = is_protected(entry);
    if (stored) {
      if (!update(desired, std::move(*stored), change, draft)) return;
    } else {
      change.action = Action::create;
      if (options_.purpose == Purpose::apply) change.after = to_json(desired);
      if (options_.describe) change.shown = options_.describe(change, {Value(), without_mark(desired)}, nullptr);
    }
    draft.change = std::move(change);
  }

  // False when there is nothing to do, or nothing that may be done.
  bool update(const Value& made, target::Stored stored, Change& change, Draft& draft) const {
    Value desired = made;
    auto present = parse_json(stored.body, "stored pipeline " + change.id);
    if (!present || !present->is_map()) {
      // What cannot be read is shown whole and replaced: Front50 chokes on it, and the store keeps the earlier version.
      present = Value(Map());
      change.drifted = true;
    } else {
      desired = ignoring_.kept(change.key, made, *present);
    }
    if (pipeline::says_the_same(desired, *present)) {
      draft.unchanged = true;
      return false;
    }
    const auto mark = pipeline::mark_of(*present);
    change.action = Action::update;
    change.adopted = !mark;
    change.drifted = change.drifted || (mark && !ignoring_.is_as_marked(change.key, *present, mark->digest, &made));
    change.seen = std::move(stored.version);
    const Value after = pipeline::to_write(desired, *present);
    const Documents documents = compared(*present, after);
    const diff::Identity identity = pipeline::identity_of;
    const diff::Comparison comparison(documents.before, documents.after, identity);
    change.differences = comparison.changes();
    // What somebody changed is what the fleet says now: only the mark is out of date, and nothing can be lost.
    if (change.differences.empty()) change.drifted = false;
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
    plan.stored = inventory_.versions.size();
    for (Finding& finding : inventory_.findings) planned.findings.push_back(std::move(finding));
    generate::FleetCheck check;
    for (Draft& draft : drafts) {
      for (Finding& finding : draft.findings) planned.findings.push_back(std::move(finding));
      if (draft.unchanged) ++plan.unchanged;
      draft.is_written = draft.change.has_value();
      if (draft.change) plan.changes.push_back(std::move(*draft.change));
      check.add(draft.made);
    }
    for (Finding& finding : check.findings(generator_)) planned.findings.push_back(std::move(finding));
    add_removals(planned);
    const NameCheck names(inventory_.strangers, plan);
    for (const Draft& draft : drafts) {
      if (auto finding = names.check(draft.made, draft.is_written, generator_)) {
        planned.findings.push_back(*std::move(finding));
      }
    }
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
  const Ignoring ignoring_;
  target::Target& target_;
  const PlanOptions& options_;
  Inventory& inventory_;
  std::atomic<bool> has_failed_{false};
  std::mutex lock_;
  std::optional<Error> failure_;  // guarded by lock_
  std::atomic<std::size_t> done_{0};
  std::size_t total_ = 0;
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

std::optional<Action> parse_action(std::string_view text) {
  for (const Action action : {Action::create, Action::update, Action::remove}) {
    if (text == to_string(action)) return action;
  }
  return std::nullopt;
}

std::size_t Plan::count(Action action) const {
  return static_cast<std::size_t>(
      std::count_if(changes.begin(), changes.end(), [&](const Change& change) { return change.action == action; }));
}

bool Planned::has_errors() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

std::vector<fleet::Entry> entries_at_home(const generate::Generator& generator, const PlanOptions& options) {
  std::vector<fleet::Entry> entries = generator.entries();
  keep_those_at_home(entries, options);
  return entries;
}

Result<Planned> make_plan(const generate::Generator& generator, const fleet::Fleet& fleet, target::Target& target,
                          const PlanOptions& options) {
  auto inventory = take_inventory(generator, target, options);
  if (!inventory) return std::move(inventory).error();
  return Planner(generator, fleet, target, options, *inventory).run();
}

}  // namespace sailmaker::sync
