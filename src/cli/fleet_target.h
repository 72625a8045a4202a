#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "fleet/model.h"
#include "sync/plan.h"
#include "sync/run.h"
#include "target/open.h"
#include "target/target.h"

namespace sailmaker::cli {

class Arguments;

/// A target of a fleet, opened, with the place where records of its runs are kept: beside its pipelines, or, where
/// there is none, in the fleet's folder under .sailmaker/runs.
struct FleetTarget {
  std::unique_ptr<target::Target> target;
  std::unique_ptr<target::Records> in_fleet;  ///< where the target has no place for records

  target::Records& records() const;
};

/// Opens the fleet's target. Nothing is contacted yet.
Result<FleetTarget> open_target(const fleet::Fleet& fleet, const std::filesystem::path& folder);

/// The same for a target section from anywhere; see target::open().
Result<FleetTarget> open_section(const Value& section, const std::filesystem::path& folder,
                                 const target::Locate& locate);

/// What fleet.yaml alone says, for commands that need no templates and must work while templates are broken. What is
/// wrong with it is said; nothing then.
std::optional<fleet::Fleet> read_fleet_file(const Arguments& arguments);

/// Whether the key's stack is a protected one.
bool is_protected(const fleet::Fleet& fleet, const std::string& key);

/// A run of `command` that begins now.
sync::RunInfo new_run(const Arguments& arguments, std::string command);

/// A plan and the target that it is for.
struct TargetPlan {
  const FleetTarget* at = nullptr;
  sync::Plan plan;
};

}  // namespace sailmaker::cli
