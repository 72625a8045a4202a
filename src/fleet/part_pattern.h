#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fleet/glob.h"
#include "fleet/selector.h"

namespace sailmaker::fleet {

/// A path into pipelines with globs: `triggers[*].enabled`, `stages[deploy-*].stageTimeoutMs`, `locked.*`. A word in
/// brackets names an item of a list, as plans show it, or by its number where it has no name; any other word is a key
/// of a map.
class PartPattern {
 public:
  struct Step {
    bool is_item = false;
    Glob glob;
  };

  /// An error says what is wrong; `file` names the text in it.
  static Result<PartPattern> parse(std::string_view text, std::string_view file);

  const std::vector<Step>& steps() const { return steps_; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::vector<Step> steps_;
};

/// Parts of pipelines that a fleet leaves to people: `drift: {ignore: [...]}`.
struct IgnoredPart {
  PartPattern path;
  Selector where;
};

}  // namespace sailmaker::fleet
