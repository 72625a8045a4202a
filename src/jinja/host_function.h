#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "value/value.h"

namespace sailmaker::jinja {

class Evaluator;

/// One call from a template of a function that the program brings.
class HostCall {
 public:
  HostCall(Evaluator& evaluator, std::span<const Value> values) : evaluator_(evaluator), values_(values) {}

  /// For a filter or test, the value that it is applied to is number 0; then comes one for each parameter, defaults
  /// filled in. All are plain data, as JSON could hold it: what templates have beyond that (tuples, ranges, lazy
  /// results) comes as lists, and what is no data (undefined values, macros) never arrives but is an error before.
  const Value& operator[](std::size_t i) const { return values_[i]; }
  std::size_t size() const { return values_.size(); }

  /// Counts work beyond the size of the values, in the steps of Limits. At the limit it throws what ends the render.
  void charge(std::uint64_t steps) const;
  /// Counts the making of a text; ends the render when it is longer than Limits::output.
  void charge_text(std::size_t bytes) const;

 private:
  Evaluator& evaluator_;
  std::span<const Value> values_;
};

struct HostParameter {
  std::string name;
  std::optional<Value> otherwise = std::nullopt;  ///< without a default it must be given
};

/// A filter, test or function that the program brings. Templates give its parameters by place or by name; a wrong call
/// is a TypeError, with a near miss for a misspelt name, before `run` is called. `run` may throw a sailmaker::Error:
/// the user sees its message and hint, and its type if it has one, with the template's place. Called from any thread.
struct HostFunction {
  std::string name;
  std::vector<HostParameter> parameters;
  std::function<Value(const HostCall& call)> run;
};

}  // namespace sailmaker::jinja
