#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sailmaker::fleet {

/// A pattern for one name: `*` any text, `?` one character, `[a-c]` one of a set, `[!a-c]` one not of it, `{a,b}` one
/// of several patterns, also inside each other. Everything else stands for itself; upper and lower case differ.
class Glob {
 public:
  /// Compiles whole[begin, end), of at most 4096 bytes. Errors point into `whole`, which `file` names.
  static Result<Glob> compile(std::string_view whole, std::size_t begin, std::size_t end, std::string_view file);

  /// Costs at most the product of both lengths, whatever the pattern.
  bool matches(std::string_view name) const;
  bool matches_all() const { return kind_ == Kind::all; }

 private:
  friend class GlobCompiler;

  enum class Kind : std::uint8_t { literal, all, program };
  enum class Op : std::uint8_t { character, any, set, split, jump, match };
  // A step of the program. character: code point `a`. set: sets_[a]. split: go on at `a` and at `b`. jump: go on at
  // `a`.
  struct Step {
    Op op;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
  };
  struct Range {
    std::uint32_t first;
    std::uint32_t last;
  };
  struct Set {
    bool negated = false;
    std::vector<Range> ranges;
    bool holds(std::uint32_t code_point) const;
  };
  class Run;

  bool accepts(const Step& step, std::uint32_t code_point) const;

  Kind kind_ = Kind::literal;
  std::string literal_;
  std::vector<Step> steps_;
  std::vector<Set> sets_;
};

}  // namespace sailmaker::fleet
