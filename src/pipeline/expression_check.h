#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document_scan.h"
#include "pipeline/expression_memory.h"
#include "pipeline/expression_stages.h"
#include "pipeline/rules.h"
#include "pipeline/spel_ast.h"
#include "pipeline/spel_functions.h"
#include "pipeline/spel_parser.h"
#include "pipeline/spel_template.h"

namespace sailmaker::pipeline {

/// What the checks of expressions know of the pipeline around them.
struct ExpressionContext {
  explicit ExpressionContext(const Value& pipeline);

  ExpressionStages stages;
  bool is_v4 = false;  ///< spelEvaluator
  /// Names in parameterConfig and in the triggers' parameters; nullopt when others may come unannounced.
  std::optional<std::vector<std::string_view>> parameters;
};

/// Where a text with expressions stands.
struct ExpressionPlace {
  const Value& document;
  Steps steps;  ///< from the document down to it
  Places::Part part = Places::Part::value;
  ExpressionStages::Stage stage = ExpressionStages::kNone;
  const Value* stage_map = nullptr;  ///< of `stage`
  bool is_condition = false;         ///< the stage does not go on when the expression cannot be evaluated

  Path path() const { return path_of(document, steps); }
  /// The stage has a field `parameters`, which expressions may see instead of the pipeline's.
  bool has_own_parameters() const;
  /// The stage fails, or is skipped, when the expression cannot be evaluated.
  bool must_evaluate() const;
};

/// Checks the expressions of one text after the other.
class ExpressionCheck {
 public:
  ExpressionCheck(ExpressionContext& context, Problems& problems) : context_(context), problems_(problems) {}

  /// A text with expressions in ${ }.
  void check_text(std::string_view text, const ExpressionPlace& place);
  /// A text that Orca puts into ${ } itself.
  void check_bare(std::string_view text, const ExpressionPlace& place);
  /// True where check_bare() would only find what it has found right before; `stage` is the one around.
  bool knows_bare(std::string_view text, const Value& stage) const;
  /// The first of `names` that the text's expressions use as a name of their own (not behind a dot); empty if none.
  std::string_view first_name_of(std::string_view text, std::span<const std::string_view> names);

 private:
  /// Where in the text the expression begins that tree_ is of.
  struct Expression {
    std::string_view text;
    std::size_t offset;
    const SpelTree& tree;
    const ExpressionPlace& place;
  };

  bool is_known(const ExpressionMemory& memory, std::string_view text, const Value* stage) const;
  bool declares(std::string_view parameter) const;
  void check_parts(std::string_view text, std::size_t hidden, const ExpressionPlace& place);
  void report_syntax(std::string_view text, std::size_t hidden, SpelError error, const ExpressionPlace& place);
  void check_tree(const Expression& expression);
  void check_node(const Expression& expression, const SpelNode& node, bool may_be_unknown);
  void check_function(const Expression& expression, const SpelNode& node);
  bool check_arguments(const Expression& expression, const SpelNode& node, const SpelFunction& function,
                       SpelNodeId& first);
  void check_variable(const Expression& expression, const SpelNode& node);
  void check_type(const Expression& expression, const SpelNode& node);
  void check_parameter(const Expression& expression, const SpelNode& path);
  void check_stage(const Expression& expression, const SpelNode& function, SpelNames names, const SpelNode& argument);
  void check_ref_id(const Expression& expression, const SpelNode& function, const SpelNode& argument);
  void check_order(const Expression& expression, const SpelNode& argument,
                   std::span<const ExpressionStages::Stage> found, std::string_view what);
  void report_unknown_stage(const Expression& expression, const SpelNode& function, const SpelNode& argument);
  void say(const Expression& expression, const SpelNode& node, Rule rule, std::string message, std::string hint = {});

  ExpressionContext& context_;
  Problems& problems_;
  struct Open {
    SpelNodeId id;
    bool may_be_unknown;
  };

  std::vector<SpelPart> parts_;
  std::vector<std::string> parameters_;  // that the text at hand needs
  bool looks_at_stages_ = false;         // as it does
  std::vector<Open> open_;
  SpelParser parser_;
};

}  // namespace sailmaker::pipeline
