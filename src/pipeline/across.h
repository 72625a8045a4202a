#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/problem.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::pipeline {

// Rules that one pipeline alone cannot break.

/// What one pipeline says of itself and of others: all that these rules need to keep of it.
struct Summary {
  std::string id;
  std::string application;
  std::string name;
  std::string label;      ///< what messages call it instead of its name; empty for the name
  bool disabled = false;  ///< it does not run, whoever starts it

  /// Another pipeline, by its id.
  struct Reference {
    std::string id;
    Path path;
    enum class Role {
      runs,    ///< a stage starts it
      run_by,  ///< a trigger: this pipeline starts when that one has ended
      reads,   ///< a stage looks for what it made
    } role = Role::runs;
    /// False where something may keep it from running, so that a circle may end: a condition of the stage, a
    /// judgment or a check before it, or a trigger that does not fire after success.
    bool is_certain = true;
  };
  std::vector<Reference> references;  ///< those by expressions are left out
};
Summary summary_of(const Value& pipeline);

/// A problem of one of several pipelines, and another one that it has to do with.
struct CrossProblem {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t pipeline = 0;
  Problem problem;
  std::size_t other = kNone;
  Path other_path;
  std::string other_what = {};  ///< "the other one is called so at", before a place
};

/// What tells a pipeline from all others in Front50: its name in its application, whatever the case of either.
std::string name_identity(std::string_view application, std::string_view name);

/// Whether the pipelines at hand are all there are.
enum class Extent { some, all };

struct CrossCheck {
  std::vector<CrossProblem> problems;
  std::size_t elsewhere = 0;  ///< references that lead to none of the pipelines; with Extent::all they are problems
};

/// Two pipelines of one name in an application, whatever the case (Front50 refuses the second); two of one id;
/// references to pipelines that do not exist; stages that start a disabled one; pipelines that start each other in a
/// circle that nothing ends. Of two, the later one has the problem.
CrossCheck check_across(const std::vector<Summary>& pipelines, Extent extent);

}  // namespace sailmaker::pipeline
