#pragma once

#include <cstddef>
#include <string>
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

  /// Another pipeline, by its id.
  struct Reference {
    std::string id;
    Path path;
    enum class Role {
      runs,    ///< a stage starts it
      run_by,  ///< a trigger: this pipeline starts when that one has ended
      reads,   ///< a stage looks for what it made
    } role = Role::runs;
    bool is_certain = true;  ///< false: only under a condition, so that a circle may end
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
};

/// Whether the pipelines at hand are all there are.
enum class Extent { some, all };

struct CrossCheck {
  std::vector<CrossProblem> problems;
  std::size_t elsewhere = 0;  ///< references that lead to none of the pipelines; with Extent::all they are problems
};

/// Two pipelines of one name in an application, whatever the case (Front50 refuses the second); two of one id;
/// references to pipelines that do not exist; pipelines that start each other in a circle (they run for ever).
CrossCheck check_across(const std::vector<Summary>& pipelines, Extent extent);

}  // namespace sailmaker::pipeline
