#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "sync/plan.h"

namespace sailmaker::cli {

struct PlanStyle {
  std::string format = "text";  ///< text, yaml, json, diff, name
  Color color = Color::no;
  bool whole = false;  ///< also show new and deleted pipelines in full
  unsigned threads = 0;
};

/// What a plan says below the headline of a change, for sync::PlanOptions::describe.
std::string describe(const sync::Change& change, const sync::Documents& documents, const diff::Comparison* comparison,
                     const PlanStyle& style);
/// The same for every change of a plan that was read from a file.
void describe(sync::Plan& plan, const PlanStyle& style);

/// Prints a plan, whose changes are described, to standard output, in pieces, so that a large one needs no memory of
/// its own.
void print_plan(const sync::Plan& plan, const PlanStyle& style);

/// "Plan: 3 to create, 12 to update, 1 to delete." or "No changes. ..."
std::string plan_summary(const sync::Plan& plan);

}  // namespace sailmaker::cli
