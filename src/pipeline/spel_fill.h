#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pipeline/run_inputs.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// Error::type of an expression that needs a parameter which nothing says.
constexpr const char* kMissingParameter = "missing-parameter";

/// Fills in the expressions of texts that can be known before a run: those made of the pipeline's parameters
/// (`parameters.x`, `parameters['x']`, the same behind `trigger`), its name and application (`execution.name`), and
/// literals, with `?:`, `? :`, `==`, `!=`, `and`, `or`, `!`, `+` with texts, `#toInt` and `#toBoolean`. Everything else
/// is an error: a wrong value is worse than none.
class SpelFill {
 public:
  explicit SpelFill(const RunInputs& inputs) : inputs_(inputs) {}

  /// The text as Orca makes it; a text that is one expression becomes that expression's value, never null. An error
  /// names the expression.
  Result<Value> fill(std::string_view text);

  /// Parameters that expressions asked for, each once.
  const std::vector<std::string>& asked() const { return asked_; }
  /// Those of them that the run needs from whoever starts it. The fills that asked failed.
  const std::vector<std::string>& missing() const { return missing_; }

 private:
  const RunInputs& inputs_;
  std::vector<std::string> asked_;
  std::vector<std::string> missing_;
};

}  // namespace sailmaker::pipeline
