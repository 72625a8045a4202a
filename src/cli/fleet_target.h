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
/// there is none, in the fleet's folder under .sailmaker/runs (runs/NAME in a fleet with several targets).
struct FleetTarget {
  const fleet::DeclaredTarget* declared = nullptr;  ///< lives as long as the fleet; null for a section from elsewhere
  std::string name;                                 ///< what people call it; empty where the fleet has but this one
  std::unique_ptr<target::Target> target;
  std::unique_ptr<target::Records> in_fleet;  ///< where the target has no place for records

  target::Records& records() const;
  /// For messages: "seoul (directory ./front50)", or the latter alone where there is but one.
  std::string describe() const;
  /// "Planning seoul" of "Planning".
  std::string doing(std::string_view what) const;
};

/// What is said of a fleet without any.
Error no_target();

/// Opens the fleet's targets, in its order; that of --target alone where it is given. Nothing is contacted yet. Two
/// that are one place are an error.
Result<std::vector<FleetTarget>> open_targets(const Arguments& arguments, const fleet::Fleet& fleet);
/// One of them, by its name. An unknown name is an error with a near miss.
Result<FleetTarget> open_target(const fleet::Fleet& fleet, const std::string& name,
                                const std::filesystem::path& folder);

/// The same for a target section from anywhere; see target::open().
Result<FleetTarget> open_section(const Value& section, const std::filesystem::path& folder,
                                 const target::Locate& locate);

/// Says that one target of several failed; a single one's error is said as it is.
void say_failed(const FleetTarget& at, const Error& error);

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
