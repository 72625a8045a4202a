#pragma once

#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "generate/generator.h"
#include "sync/plan.h"
#include "target/target.h"

namespace sailmaker::sync {

/// A stored pipeline whose id no pipeline of the fleet makes.
struct Stranger {
  std::string id;
  std::string version;
  std::string application;
  std::string name;
  std::string key;     ///< from its mark; empty when it has none
  std::string body;    ///< of a marked one, which may be removed; empty for others, of which there may be many
  bool taken = false;  ///< a pipeline of the fleet keeps this id
};

/// What the target holds, seen from the fleet.
struct Inventory {
  /// Everything that is stored: id -> version, empty where the listing does not know it.
  std::unordered_map<std::string, std::string> versions;
  std::vector<Stranger> strangers;
  /// Made id -> stored id, for pipelines that keep the id they are stored under.
  std::map<std::string, std::string, std::less<>> adopted;
  std::vector<Finding> findings;
};

/// Lists the target, reads the strangers and finds out which of them are the fleet's pipelines under another id.
Result<Inventory> take_inventory(const generate::Generator& generator, target::Target& target,
                                 const PlanOptions& options);

}  // namespace sailmaker::sync
