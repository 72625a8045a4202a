#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/environment.h"
#include "jinja/failure.h"
#include "jinja/parser.h"
#include "jinja/resolver.h"

namespace sailmaker::jinja {

/// A template as the evaluator runs it.
class CompiledTemplate : public Template, public std::enable_shared_from_this<CompiledTemplate> {
 public:
  enum class Form { text, expression };

  /// Throws Failure with type, place and hint.
  CompiledTemplate(const Environment& environment, std::string_view source, std::string_view name,
                   Form form = Form::text);

  Result<std::string> render(const Value& context, SourceMap* map) const override;
  /// Of a Form::expression: whether its value counts as true.
  Result<bool> holds(const Value& context) const;
  const std::string& name() const override { return name_; }
  std::string_view source() const override { return parsed_.source; }
  std::vector<std::string> variables() const override;
  std::vector<Finding> warnings() const override;

  const Parsed& parsed() const { return parsed_; }
  const Resolution& resolution() const { return resolution_; }
  Source source_at(std::uint32_t offset, std::uint32_t length) const;

 private:
  Failure placed(const SyntaxFailure& wrong) const;
  void gather_variables(std::vector<std::string>& names, std::vector<std::string>& seen) const;

  const Environment& environment_;
  std::string name_;
  Parsed parsed_;
  Resolution resolution_;
};

}  // namespace sailmaker::jinja
