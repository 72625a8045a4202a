#pragma once

#include <memory>
#include <vector>

#include "jinja/compiled_template.h"
#include "jinja/environment.h"

namespace sailmaker::jinja {

/// An expression as the evaluator runs it: a template whose only statement evaluates it.
class CompiledExpression : public Expression {
 public:
  explicit CompiledExpression(std::shared_ptr<const CompiledTemplate> home);

  Result<bool> holds(const Value& context) const override { return home_->holds(context); }
  const std::vector<Path>& reads() const override { return reads_; }

 private:
  std::shared_ptr<const CompiledTemplate> home_;
  std::vector<Path> reads_;
};

}  // namespace sailmaker::jinja
