#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "jinja/ast.h"

namespace sailmaker::jinja {

struct Parsed;

/// A name that a template gives a meaning itself, and the stretch of its source in which that counts.
struct Definition {
  enum class Kind : std::uint8_t { set, loop, parameter, import, macro };
  Kind kind;
  std::string_view name;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  const Expr* value = nullptr;             ///< what it is set to, looped over, or a parameter's default; may be missing
  const MacroDefinition* macro = nullptr;  ///< of a parameter
  std::size_t parameter = 0;               ///< its number
  std::string_view member = {};            ///< of `from ... import member`
};

/// What a template's own statements define, and its expressions by place. For questions that are asked seldom: looks at
/// every node of the template. The template must outlive it.
class Definitions {
 public:
  explicit Definitions(const Parsed& parsed);

  /// The meaning of a name used at `offset`, the innermost; nullptr: it comes from the context.
  const Definition* find(std::string_view name, std::uint32_t offset) const;
  /// The expression that stands at a place; nullptr when none does.
  const Expr* expression_at(std::uint32_t offset, std::uint32_t length) const;

 private:
  void add_body(Body body);
  void add(const Stmt& stmt);
  void add(const Expr& expr);
  void add_macro(const Stmt& stmt, const MacroDefinition& macro);
  void add_targets(Definition::Kind kind, const Target* target, const Expr* value, std::uint32_t begin,
                   std::string_view member = {});
  void close(std::size_t first, std::uint32_t end);

  std::vector<Definition> definitions_;
  std::vector<const Expr*> expressions_;
  std::uint32_t seen_ = 0;  // the end of what was looked at
};

}  // namespace sailmaker::jinja
