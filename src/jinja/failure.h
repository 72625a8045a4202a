#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace sailmaker::jinja {

/// How errors travel inside the engine; caught in Environment and Template::render(), never seen outside.
/// It is thrown without a place by whatever knows what is wrong; the first node on the way up adds where.
struct Failure {
  Error error;
  bool placed = false;
  bool at_statement = false;       ///< the place is final; see Options::statement_lines
  bool before_statements = false;  ///< Jinja2 reports it at the template's first line
  std::uint32_t place_offset = 0;  ///< the place as an offset
  std::uint32_t offset = 0;  ///< where an undefined variable stands, if that is inside what fails; see Evaluator::place
  std::uint32_t length = 0;  ///< 0: unknown
  std::string unknown_name;  ///< a variable nobody set: whoever adds the place knows the names in scope

  Failure(std::string_view type, std::string message, std::string hint = {}) : error(std::move(message)) {
    error.type = type;
    error.hint = std::move(hint);
  }
  explicit Failure(Error because) : error(std::move(because)) {}
};

/// The names of Jinja2's and Python's exceptions, as Error::type has them.
namespace type {
constexpr std::string_view kSyntax = "TemplateSyntaxError";
constexpr std::string_view kAssertion = "TemplateAssertionError";
constexpr std::string_view kUndefined = "UndefinedError";
constexpr std::string_view kNotFound = "TemplateNotFound";
constexpr std::string_view kNoneFound = "TemplatesNotFound";
constexpr std::string_view kRuntime = "TemplateRuntimeError";
constexpr std::string_view kFilterArgument = "FilterArgumentError";
constexpr std::string_view kType = "TypeError";
constexpr std::string_view kValue = "ValueError";
constexpr std::string_view kZeroDivision = "ZeroDivisionError";
constexpr std::string_view kKey = "KeyError";
constexpr std::string_view kIndex = "IndexError";
constexpr std::string_view kOverflow = "OverflowError";
constexpr std::string_view kRecursion = "RecursionError";
constexpr std::string_view kLimit = "LimitError";
constexpr std::string_view kAttribute = "AttributeError";
}  // namespace type

[[noreturn]] inline void fail(std::string_view kind, std::string message, std::string hint = {}) {
  throw Failure(kind, std::move(message), std::move(hint));
}
[[noreturn]] inline void type_error(std::string message) { fail(type::kType, std::move(message)); }
[[noreturn]] inline void value_error(std::string message) { fail(type::kValue, std::move(message)); }

/// A syntax error in the source: where it is, before it is known in which template.
struct SyntaxFailure {
  std::string message;
  std::uint32_t offset = 0;
  std::uint32_t length = 1;
  std::string hint;
  std::string_view type = type::kSyntax;
};

}  // namespace sailmaker::jinja
