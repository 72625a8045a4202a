#pragma once

#include <string_view>

#include "value/value.h"

namespace sailmaker::pipeline {

// What Front50 makes of the fields it knows, and who owns them: the questions that comparing, writing and digesting a
// pipeline have in common.

/// `index` and `disabled`: set by hand in Spinnaker's pages, so the stored value stays unless a template sets one.
bool is_kept_field(std::string_view field);

/// True when Front50 does not tell this top-level field from a missing one: null where it knows the type,
/// `schema: "1"`, `triggers: []`.
bool says_nothing(std::string_view field, const Value& value);

bool is_cron(const Value& trigger);

/// True for a run-as account that Spinnaker makes and writes into triggers itself; `own_account` is the pipeline's
/// `serviceAccount`, null when there is none.
bool is_managed_account(const Value& account, const Value* own_account);

/// True for `runAsUser` and `serviceAccount` of a trigger.
bool is_account_field(std::string_view field);

}  // namespace sailmaker::pipeline
