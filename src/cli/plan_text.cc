#include "cli/plan_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/parallel.h"
#include "cli/folds.h"
#include "cli/output.h"
#include "cli/plan_markdown.h"
#include "diff/print.h"
#include "pipeline/identity.h"
#include "sync/plan_file.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/emitter.h"

namespace sailmaker::cli {

namespace {

using sync::Action;
using sync::Change;
using sync::Plan;

constexpr std::size_t kPiece = 1 << 16;

struct Sign {
  const char* mark;
  const char* color;
};

Sign sign_of(Action action) {
  switch (action) {
    case Action::create: return {"+", "\x1b[32m"};
    case Action::update: return {"~", "\x1b[33m"};
    case Action::remove: return {"-", "\x1b[31m"};
  }
  return {"", ""};
}

std::string remarks(const Plan& plan, const Change& change, const PlanStyle& style) {
  std::string out;
  if (const std::string move = move_of(plan, change); !move.empty()) out += "  [" + move + "]";
  if (change.is_protected) out += "  [protected]";
  if (change.adopted) out += "  [takes over a pipeline that Sailmaker did not write]";
  if (change.drifted) out += fmt::format("  [{}]", style.drift);
  return out;
}

std::size_t length_of(const Value& pipeline, std::string_view key) {
  const Value* list = pipeline.find(key);
  return list != nullptr && list->is_list() ? list->as_list().size() : 0;
}

// What a new or deleted pipeline is, in one line.
std::string in_short(const Value& pipeline) {
  return fmt::format("    {}, {}, {}\n", counted(length_of(pipeline, "stages"), "stage"),
                     counted(length_of(pipeline, "parameterConfig"), "parameter"),
                     counted(length_of(pipeline, "triggers"), "trigger"));
}

Value or_empty(const Value& pipeline) { return pipeline.is_null() ? Value(Map()) : pipeline; }

std::string body_text(const Change& change, const sync::Documents& documents, const diff::Comparison* comparison,
                      const PlanStyle& style) {
  const auto& [before, after] = documents;
  if (change.action == Action::update && change.differences.empty()) return "    only Sailmaker's mark is written\n";
  if (change.action != Action::update && !style.whole) return in_short(before.is_null() ? after : before);
  if (comparison != nullptr) return diff::to_text(*comparison, style.color, 4);
  return diff::to_text(or_empty(before), or_empty(after), pipeline::identity_of, style.color, 4);
}

std::string unified_text(const Change& change, const sync::Documents& documents, const PlanStyle& style) {
  return diff::to_unified(or_empty(documents.before), or_empty(documents.after),
                          change.action == Action::create ? "/dev/null" : "stored/" + change.key,
                          change.action == Action::remove ? "/dev/null" : "fleet/" + change.key, style.color);
}

std::string as_text(const Plan& plan, const Change& change, const PlanStyle& style) {
  const Sign sign = sign_of(change.action);
  const bool colored = style.color == Color::yes;
  return fmt::format("{}{} {}{}  {} \"{}\" in {}{}\n{}\n", colored ? sign.color : "", sign.mark, change.key,
                     colored ? "\x1b[0m" : "", to_string(change.action), change.name, change.application,
                     remarks(plan, change, style), change.shown);
}

std::string indented(const std::string& text, std::size_t blanks) {
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    if (end > begin + 1) out.append(blanks, ' ');
    out.append(text, begin, end - begin);
    begin = end;
  }
  return out;
}

std::string as_paths(const Change& change) {
  const Map names{{"action", to_string(change.action)}, {"name", change.name}, {"application", change.application}};
  std::string out = yaml::write(Value(Map{{change.key, names}}));
  if (change.differences.empty()) return out;
  return out + "  changes:\n" + indented(diff::to_paths(change.differences), 4);
}

std::string as_format(const Plan& plan, const Change& change, const PlanStyle& style) {
  if (style.format == "diff") return change.shown;
  if (style.format == "yaml") return as_paths(change);
  if (style.format == "name") return change.key + "\n";
  return as_text(plan, change, style);
}

// Keys that a fold lists.
constexpr std::size_t kMostKeys = 5;

std::string fold_text(const Plan& plan, const Fold& fold, const PlanStyle& style) {
  const bool colored = style.color == Color::yes;
  const auto guarded = std::count_if(fold.changes.begin(), fold.changes.end(),
                                     [&](std::size_t i) { return plan.changes[i].is_protected; });
  std::string out = fmt::format("{}~ in {}{}{}\n", colored ? sign_of(Action::update).color : "",
                                counted(fold.changes.size(), "pipeline"), colored ? "\x1b[0m" : "",
                                guarded > 0 ? fmt::format("  [{} protected]", guarded) : "");
  for (const diff::Change& difference : fold.differences) out += "    " + difference_line(difference) + "\n";
  for (std::size_t i = 0; i < std::min(kMostKeys, fold.changes.size()); ++i) {
    out += "      in " + plan.changes[fold.changes[i]].key + "\n";
  }
  if (fold.changes.size() > kMostKeys) {
    out += fmt::format("      and {} more; --full shows each\n", fold.changes.size() - kMostKeys);
  }
  return out + "\n";
}

std::string rest_text(const Plan& plan, const Rest& rest, const PlanStyle& style) {
  const Change& change = plan.changes[rest.change];
  if (!rest.is_folded) return as_text(plan, change, style);
  Change others = change;
  others.shown.clear();
  for (const diff::Change& difference : rest.differences) others.shown += "    " + difference_line(difference) + "\n";
  others.shown += "    and what is above\n";
  return as_text(plan, others, style);
}

// Creations, what many updates have in common, what is left of each, removals.
void print_folded(const Plan& plan, const Folds& folds, const PlanStyle& style) {
  const auto print_those = [&](Action action) {
    for (const Change& change : plan.changes) {
      if (change.action == action) print(as_text(plan, change, style));
    }
  };
  print_those(Action::create);
  for (const Fold& fold : folds.folds) print(fold_text(plan, fold, style));
  for (const Rest& rest : folds.rests) print(rest_text(plan, rest, style));
  print_those(Action::remove);
}

void print_orphans(const Plan& plan) {
  if (plan.orphans.empty()) return;
  std::string out = fmt::format("{} in the target and {}; --prune deletes:\n", counted(plan.orphans.size(), "pipeline"),
                                orphans_are(plan));
  for (const std::string& key : plan.orphans) {
    const auto moved = plan.moved.find(key);
    out +=
        "  " + key + (moved == plan.moved.end() ? "" : "  [moves to " + moved->second + "; runs here as well]") + "\n";
  }
  print(out + "\n");
}

}  // namespace

std::string describe(const Change& change, const sync::Documents& documents, const diff::Comparison* comparison,
                     const PlanStyle& style) {
  if (style.format == "diff") return unified_text(change, documents, style);
  return style.format == "text" ? body_text(change, documents, comparison, style) : std::string();
}

void describe(Plan& plan, const PlanStyle& style) {
  parallel_for(plan.changes.size(), style.threads, [&](std::size_t i) {
    Change& change = plan.changes[i];
    change.shown = describe(change, sync::documents_of(change), nullptr, style);
  });
}

void print_changes(const Plan& plan, const PlanStyle& style) {
  std::string out;
  for (const Change& change : plan.changes) {
    out += as_format(plan, change, style);
    if (out.size() < kPiece) continue;
    print(out);
    out.clear();
  }
  print(out);
}

namespace {

std::string counts_text(const Plan& plan) {
  return fmt::format("{} to create, {} to update, {} to delete.", plan.count(Action::create),
                     plan.count(Action::update), plan.count(Action::remove));
}

}  // namespace

std::string plan_summary(const Plan& plan) {
  if (plan.changes.empty()) {
    return fmt::format("No changes. {} up to date.",
                       plan.unchanged == 1 ? "1 pipeline is" : counted(plan.unchanged, "pipeline") + " are");
  }
  return "Plan: " + counts_text(plan);
}

std::string plans_summary(std::span<const TargetPlan> plans) {
  if (plans.size() == 1) return plan_summary(plans.front().plan);
  Plan all;
  for (const TargetPlan& each : plans) {
    all.unchanged += each.plan.unchanged;
    // Only actions are counted.
    for (const Change& change : each.plan.changes) all.changes.emplace_back().action = change.action;
  }
  return plan_summary(all);
}

namespace {

void print_body(const Plan& plan, const PlanStyle& style) {
  const Folds folds = style.format == "text" && style.folded ? fold(plan) : Folds();
  if (folds.folds.empty()) {
    print_changes(plan, style);
  } else {
    print_folded(plan, folds, style);
  }
  if (style.format == "text") print_orphans(plan);
}

// What says whose changes follow. Patch programs skip such a line between two files.
void print_head(const Plan& plan, const PlanStyle& style) {
  if (style.format == "text") print("In " + place_of(plan) + ":\n\n");
  if (style.format == "diff") print("# in " + place_of(plan) + "\n");
}

void print_one_of_several(const Plan& plan, const PlanStyle& style) {
  if (plan.changes.empty() && plan.orphans.empty()) return;
  print_head(plan, style);
  if (style.format != "yaml") return print_body(plan, style);
  if (plan.changes.empty()) return;
  print(plan.target_name + ":\n");
  for (const Change& change : plan.changes) print(indented(as_paths(change), 2));
}

}  // namespace

void print_plan(const Plan& plan, const PlanStyle& style) {
  if (style.format == "json") return print(to_json(summary(plan), JsonStyle::indented) + "\n");
  print_body(plan, style);
  if (style.format == "text") print(plan_summary(plan) + "\n");
}

std::vector<const Plan*> bare(std::span<const TargetPlan> plans) {
  std::vector<const Plan*> out;
  for (const TargetPlan& each : plans) out.push_back(&each.plan);
  return out;
}

std::string place_of(const Plan& plan) {
  return plan.target_name.empty() ? plan.target : plan.target_name + " (" + plan.target + ")";
}

std::string_view orphans_are(const Plan& plan) {
  return plan.target_name.empty() ? "no longer in the fleet" : "not kept there by the fleet";
}

std::string move_of(const Plan& plan, const Change& change) {
  const auto moved = plan.moved.find(change.key);
  if (moved == plan.moved.end()) return {};
  return (change.action == Action::remove ? "moves to " : "moves here from ") + moved->second;
}

Value summary_of(std::span<const TargetPlan> plans) { return sync::summary_of_all(bare(plans)); }

void print_plans(std::span<const TargetPlan> plans, const PlanStyle& style) {
  if (style.format == "markdown") return print(plan_markdown(plans));
  if (plans.size() == 1 && plans.front().plan.target_name.empty()) return print_plan(plans.front().plan, style);
  if (style.format == "json") return print(to_json(summary_of(plans), JsonStyle::indented) + "\n");
  for (const TargetPlan& each : plans) print_one_of_several(each.plan, style);
  if (style.format != "text") return;
  for (const TargetPlan& each : plans) {
    const bool none = each.plan.changes.empty();
    print(each.plan.target_name + ": " + (none ? plan_summary(each.plan) : counts_text(each.plan)) + "\n");
  }
  print(plans_summary(plans) + "\n");
}

}  // namespace sailmaker::cli
