#pragma once

#include <string_view>

#include "value/value.h"

namespace sailmaker::pipeline {

// What Spinnaker writes itself (updateTs, lastModifiedBy, ...), and what people set by hand in its pages
// (index, disabled). Rules: spinnaker.md 1.4 and 1.5 in the project's notes, docs/pipelines.md for users.

/// True for the top-level fields that Spinnaker writes itself, or that stay in it for ever once they were sent.
bool is_server_field(std::string_view field);
bool is_server_field(const Value& key);  ///< the same; false for a key that is no text

/// True when a sync has nothing to write: `desired` says what `stored` says already. Left out of the comparison:
/// server-owned fields; index and disabled unless `desired` sets them; `schema: "1"`, `triggers: []` and typed nulls
/// against nothing; ids of cron triggers; run-as accounts that Spinnaker manages, where `desired` names none. The
/// mark's digest counts, key order does not; numbers of different kinds differ. Throws TooDeep.
bool says_the_same(const Value& desired, const Value& stored);

/// `stored` as it is compared with `desired`: only what says_the_same() looks at, in the form that `desired` has.
/// compare(comparable(stored, desired), desired) is empty exactly when says_the_same().
Value comparable(const Value& stored, const Value& desired);

/// `desired` with what a write must not lose: the stored index and disabled, and managed run-as accounts of triggers,
/// where `desired` has none. Server-owned fields are never sent.
Value to_write(const Value& desired, const Value& stored);

}  // namespace sailmaker::pipeline
