#include "sync/apply.h"

#include <algorithm>

#include "base/parallel.h"

namespace sailmaker::sync {

namespace {

class Applying {
 public:
  Applying(const Plan& plan, target::Target& target, const ApplyOptions& options)
      : plan_(plan), target_(target), options_(options) {
    report_.changes.resize(plan.changes.size());
  }

  Report run() {
    run_those([](Action action) { return action != Action::remove; });
    run_those([](Action action) { return action == Action::remove; });
    // Also after failures and after a stop: what was written must become visible.
    if (auto told = target_.publish(); !told) report_.publishing = std::move(told).error();
    return std::move(report_);
  }

 private:
  template <typename Wanted>
  void run_those(Wanted wanted) {
    std::vector<std::size_t> mine;
    for (std::size_t i = 0; i < plan_.changes.size(); ++i) {
      if (wanted(plan_.changes[i].action)) mine.push_back(i);
    }
    const unsigned writers = options_.writers > 0 ? options_.writers : target_.concurrency();
    parallel_for(mine.size(), std::max(1U, writers), [&](std::size_t i) {
      if (options_.stop != nullptr && *options_.stop) return;
      report_.changes[mine[i]] = carry_out(plan_.changes[mine[i]]);
      if (options_.progress) options_.progress(++done_, plan_.changes.size());
    });
  }

  Applied carry_out(const Change& change) {
    if (change.drifted && options_.drift == Drift::keep) return {Fate::drifted, {}};
    if (change.action != Action::remove && change.after.empty()) {
      return {Fate::failed, Error("this plan was made to be shown and holds nothing to write").with_key(change.key)};
    }
    const target::Precondition precondition{change.seen};
    auto outcome = change.action == Action::remove ? target_.remove(change.id, precondition)
                                                   : target_.write(change.id, change.after, precondition);
    if (!outcome) return {Fate::failed, std::move(outcome).error().with_key(change.key)};
    return {*outcome == target::Outcome::done ? Fate::done : Fate::moved_on, {}};
  }

  const Plan& plan_;
  target::Target& target_;
  const ApplyOptions& options_;
  Report report_;  // each thread writes only the elements of its own changes
  std::atomic<std::size_t> done_{0};
};

}  // namespace

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::done: return "done";
    case Fate::moved_on: return "moved on";
    case Fate::drifted: return "drifted";
    case Fate::failed: return "failed";
    case Fate::not_begun: return "not begun";
  }
  return "";
}

std::size_t Report::count(Fate fate) const {
  return static_cast<std::size_t>(
      std::count_if(changes.begin(), changes.end(), [&](const Applied& applied) { return applied.fate == fate; }));
}

bool Report::is_complete() const { return count(Fate::done) == changes.size() && !publishing; }

Result<Report> apply(const Plan& plan, target::Target& target, const ApplyOptions& options) {
  if (plan.target != target.describe()) {
    return Error("this plan was made for another target: " + plan.target + ", not " + target.describe())
        .with_hint("make a new plan for this target");
  }
  if (plan.changes.empty()) return Report();
  auto lock = target.lock(options.who);
  if (!lock) return std::move(lock).error();
  return Applying(plan, target, options).run();
}

}  // namespace sailmaker::sync
