#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/fleet_target.h"

namespace sailmaker::cli {

class Arguments;

/// How a command that writes speaks of what it does.
struct Wording {
  std::string title;        ///< begins the last line: "Sync"
  std::string_view drift;   ///< how a drifted pipeline came to be one: "changed by somebody since that run"
  std::string_view advice;  ///< what to do about one that was left alone
};

/// False, with an error said, when the command would have to ask and there is no terminal to ask on.
bool may_ask(const Arguments& arguments);

/// Shows the plans, asks unless --yes, carries them out one after another with a record of the run each, and reports.
/// The exit code of the command. Nothing is written when there is nothing to change.
int show_ask_and_carry_out(const Arguments& arguments, std::span<TargetPlan> plans, const sync::RunInfo& run,
                           const Wording& wording);

}  // namespace sailmaker::cli
