#pragma once

#include <string>
#include <vector>

#include "infer/sample.h"
#include "infer/variables.h"
#include "value/value.h"

namespace sailmaker::infer {

/// What several pipelines have in common, as a tree: a part that all have alike, one with a variable, or a map or list
/// of such parts.
struct Outline {
  enum class Kind {
    literal,   ///< `value`
    text,      ///< `text`, a pattern with marks for application, stack, product and namespace
    variable,  ///< the value of the variable `text`
    map,
    list,
  };
  struct Part;
  Kind kind = Kind::literal;
  Value value;
  std::string text;
  std::vector<Part> parts;
};

struct Outline::Part {
  std::string key;  ///< in a map
  Outline content;
  std::string condition;  ///< a variable that is true where the part is there; empty: everywhere
};

/// The outline of all samples; what differs is added to `variables`.
Outline outline_of(const std::vector<const Sample*>& samples, Variables& variables);

}  // namespace sailmaker::infer
