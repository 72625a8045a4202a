#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "generate/generator.h"
#include "sync/drifted.h"
#include "value/value.h"

namespace sailmaker::sync {

/// An override that makes the fleet say what somebody changed.
struct Kept {
  std::string path;  ///< with names in place of numbers where items have names of their own
  Value value;       ///< null: the part is gone
};

struct Keeping {
  std::vector<Kept> overrides;
  std::vector<Error> left;  ///< changes that no override can say, each with the reason
};

/// The overrides after which `desired`, which the fleet makes of the pipeline now, says what is stored at the parts
/// that drifted; of those at or below one of `paths` when there are any. What cannot be said of an item alone, such as
/// another order or a change of lists without names, is said of the whole list. No override where the fleet says it
/// already. An error where somebody's `paths` are wrong.
Result<Keeping> keep_drift(const Drifted& drifted, const Value& desired, const std::vector<std::string>& paths);

/// Whether two paths, perhaps spelled differently, are one, or the first means a part of what the second means.
bool speaks_of(std::string_view path, std::string_view around);

/// Those of the overrides that the pipeline, made with them, does not need, as the fleet spells them.
std::vector<std::string> needless(const generate::Generated& made, const std::vector<Kept>& overrides);

/// The override as it stands in a fleet's file.
std::string override_yaml(const Kept& kept);

/// Whether `desired` says what is stored at the parts that these overrides speak of.
bool says_kept(const Drifted& drifted, const Value& desired, const std::vector<Kept>& overrides);

}  // namespace sailmaker::sync
