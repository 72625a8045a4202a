#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "cli/bake_side.h"
#include "value/value.h"

namespace sailmaker::cli {

/// The words of a command line as a shell reads them.
std::string shell_text(const std::vector<std::string>& words);

/// All manifests as YAML, each object behind a comment with its stage and its file in the chart. `with_words`: before
/// each stage also the command line.
std::string bake_text(const std::vector<BakedStage>& stages, bool with_words);

/// {key, stages: [{stage, name, command, objects: [{source, manifest}]}]}. An error where Helm printed what is no YAML.
Result<Value> bake_value(const std::string& key, const std::vector<BakedStage>& stages);

/// What differs between two bakes, object by object. A stage is known by its refId, an object in it by its kind, name
/// and namespace.
class BakeDifference {
 public:
  static Result<BakeDifference> between(const std::vector<BakedStage>& before, const std::vector<BakedStage>& after);

  bool empty() const { return pairs_.empty(); }
  std::size_t size() const { return pairs_.size(); }
  /// A unified diff; a file's name is STAGE/KIND/NAME.
  std::string text(Color color) const;
  /// A list of {stage, kind, name, action, changes}.
  Value value() const;

 private:
  struct Pair {
    std::string stage;
    std::string kind;
    std::string name;
    Value before;  ///< null: added
    Value after;   ///< null: removed
  };

  std::vector<Pair> pairs_;
};

}  // namespace sailmaker::cli
