#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cli/fleet_target.h"
#include "sync/plan.h"

namespace sailmaker::cli {

constexpr std::string_view kDriftWords = "changed outside Sailmaker since the last sync";

struct PlanStyle {
  std::string format = "text";  ///< text, yaml, json, diff, name, markdown
  Color color = Color::no;
  bool folded = true;  ///< what many updates have in common is said once
  bool whole = false;  ///< also show new and deleted pipelines in full
  unsigned threads = 0;
  /// What is said of a drifted pipeline.
  std::string_view drift = kDriftWords;
};

/// What a plan says below the headline of a change, for sync::PlanOptions::describe.
std::string describe(const sync::Change& change, const sync::Documents& documents, const diff::Comparison* comparison,
                     const PlanStyle& style);
/// The same for every change of a plan that was read from a file.
void describe(sync::Plan& plan, const PlanStyle& style);

/// Prints a plan, whose changes are described, to standard output, in pieces, so that a large one needs no memory of
/// its own.
void print_plan(const sync::Plan& plan, const PlanStyle& style);

/// Prints its changes alone, one after another.
void print_changes(const sync::Plan& plan, const PlanStyle& style);
/// Prints several, and one last line for all. A single one prints as it does alone.
void print_plans(std::span<const TargetPlan> plans, const PlanStyle& style);
/// All of them as one document; see sync::summary_of_all().
Value summary_of(std::span<const TargetPlan> plans);

/// The plans alone.
std::vector<const sync::Plan*> bare(std::span<const TargetPlan> plans);
/// Where a plan is for, as messages call it: "seoul (directory ./front50)", or the latter alone where there is but one.
std::string place_of(const sync::Plan& plan);
/// What the orphans of a plan are: "no longer in the fleet", which has several targets or not.
std::string_view orphans_are(const sync::Plan& plan);
/// "moves to virginia", of a pipeline that goes to another target of the fleet or comes from there; empty for others.
std::string move_of(const sync::Plan& plan, const sync::Change& change);

/// "Plan: 3 to create, 12 to update, 1 to delete." or "No changes. ..."
std::string plan_summary(const sync::Plan& plan);
/// The same for all of them together.
std::string plans_summary(std::span<const TargetPlan> plans);

}  // namespace sailmaker::cli
