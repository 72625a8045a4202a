#include "sync/apply.h"

#include <algorithm>
#include <span>

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
      if (!wanted(plan_.changes[i].action)) continue;
      if (auto refused = refuse(plan_.changes[i])) {
        report_.changes[i] = std::move(*refused);
        advance(1);
      } else {
        mine.push_back(i);
      }
    }
    const std::size_t size = std::max<std::size_t>(1, target_.batch_size());
    const unsigned writers = options_.writers > 0 ? options_.writers : target_.concurrency();
    parallel_for((mine.size() + size - 1) / size, std::max(1U, writers), [&](std::size_t i) {
      if (options_.stop != nullptr && *options_.stop) return;
      const auto batch = std::span(mine).subspan(i * size, std::min(size, mine.size() - i * size));
      carry_out(batch);
      advance(batch.size());
    });
  }

  void advance(std::size_t changes) {
    const std::size_t done = done_ += changes;
    if (options_.progress) options_.progress(done, plan_.changes.size());
  }

  // What became of a change that must not be carried out.
  std::optional<Applied> refuse(const Change& change) const {
    if (change.drifted && options_.drift == Drift::keep) return Applied{Fate::drifted, {}};
    if (change.action != Action::remove && change.after.empty()) {
      return Applied{Fate::failed,
                     Error("this plan was made to be shown and holds nothing to write").with_key(change.key)};
    }
    if (change.action == Action::remove && options_.hold && options_.hold(change)) return Applied{Fate::not_begun, {}};
    return {};
  }

  void carry_out(std::span<const std::size_t> batch) {
    std::vector<target::Write> writes;
    for (const std::size_t i : batch) {
      const Change& change = plan_.changes[i];
      std::optional<std::string_view> body;
      if (change.action != Action::remove) body = change.after;
      writes.push_back({change.id, body, {change.seen}});
    }
    auto outcomes = target_.write_all(writes);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      report_.changes[batch[i]] = applied(plan_.changes[batch[i]], std::move(outcomes[i]));
    }
  }

  static Applied applied(const Change& change, Result<target::Outcome>&& outcome) {
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

std::optional<Fate> parse_fate(std::string_view text) {
  for (const Fate fate : {Fate::done, Fate::moved_on, Fate::drifted, Fate::failed, Fate::not_begun}) {
    if (text == to_string(fate)) return fate;
  }
  return std::nullopt;
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
  if (options.prepare) {
    if (auto prepared = options.prepare(); !prepared) return std::move(prepared).error();
  }
  return Applying(plan, target, options).run();
}

}  // namespace sailmaker::sync
