#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/source.h"

namespace sailmaker {

/// One step of the way that led to an error: a macro call, an include, an import.
struct Frame {
  std::string what;  ///< "in macro 'bake'", "included from", ...
  Source source;     ///< where that step stands

  bool operator==(const Frame&) const = default;
};

/// A variable that could be seen where something went wrong.
struct Variable {
  std::string name;
  std::string value;  ///< its beginning, as one line of text

  bool operator==(const Variable&) const = default;
};

/// What went wrong, for the person who wrote the input. A plain value.
struct Error {
  std::string message;              ///< one sentence without a full stop or a place
  std::optional<Source> source;     ///< where, when there is a place
  std::string hint;                 ///< what to do about it; may be empty
  std::vector<Frame> trace;         ///< from the innermost step outwards
  std::string type;                 ///< a name for programs, such as Jinja's "UndefinedError"; may be empty
  std::string key;                  ///< the pipeline being built, product/service/stack/template; may be empty
  std::vector<Variable> variables;  ///< the nearest first; only where they were asked for
  std::shared_ptr<const Error> cause;

  Error() = default;
  explicit Error(std::string text) : message(std::move(text)) {}
  Error(std::string text, Source place) : message(std::move(text)), source(std::move(place)) {}

  Error&& with_hint(std::string text) && { return hint = std::move(text), std::move(*this); }
  Error&& with_key(std::string text) && { return key = std::move(text), std::move(*this); }
  Error&& with_cause(Error because) && {
    return cause = std::make_shared<const Error>(std::move(because)), std::move(*this);
  }
};

enum class Severity { error, warning };

/// Something a check found. Checks return all their findings, so that a user can mend them in one go.
struct Finding {
  Severity severity = Severity::error;
  Error error;
  std::string path;       ///< place in the generated document, "stages[2].account"; may be empty
  std::string rule = {};  ///< a stable name for programs, "missing-ref-id"; docs/pipelines.md lists them; may be empty
};

enum class Color { no, yes };

/// The message as a user reads it, over several lines, ending with a newline:
///
///     error: 'chart_versoin' is undefined
///       --> templates/deploy.yaml.j2:12:14
///        |
///     12 |     version: {{ chart_versoin }}
///        |                 ^^^^^^^^^^^^^
///       in macro 'chart' called at templates/deploy.yaml.j2:30:3
///       pipeline: azar/my-microservice/prod/deploy
///       hint: did you mean 'chart_version'?
std::string to_text(const Error& error, Severity severity = Severity::error, Color color = Color::no);

/// The same with the finding's rule, the name under which docs/rules.md explains it and a fleet can allow it.
std::string to_text(const Finding& finding, Color color = Color::no);

/// "file:line:column: message": the one-line form for logs and lists.
std::string to_line(const Error& error);

}  // namespace sailmaker
