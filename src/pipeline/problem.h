#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "value/path.h"
#include "value/places.h"

namespace sailmaker::pipeline {

/// Something wrong or doubtful in a pipeline document, at a path. Whoever knows where the document came from turns the
/// path into a place.
struct Problem {
  Severity severity = Severity::error;
  Path path;                                ///< the part that is wrong, or the nearest part around what is missing
  Places::Part part = Places::Part::value;  ///< whether the key or its value is to blame
  std::string message;                      ///< one sentence without a full stop
  std::string hint;                         ///< what to do; may be empty
  std::string rule;                         ///< a stable name, "missing-ref-id"; becomes Finding::rule

  /// Another part that has to do with it, such as the first of two things with one name.
  struct Also {
    std::string what;  ///< "the other one stands at", before a place
    Path path;
    Places::Part part = Places::Part::value;
  };
  std::vector<Also> also = {};
  /// Bytes of the text (or key) at `path` that are to blame, where it is not the whole of it.
  std::optional<Span> within = {};
  /// The scalar at `path` should stand in quotes. Whoever knows its text makes the hint: 1.10 is no longer 1.10 here.
  bool wants_quotes = false;
  /// What is missing has a value that Spinnaker takes for it: no error in pipelines that others made.
  bool has_fallback = false;
};

using Problems = std::vector<Problem>;

/// Takes out what only follows from another problem: that two artifacts of one name got one id.
void drop_consequences(Problems& problems);

/// The hint that a scalar, as written, should stand in quotes.
std::string quoting_hint(std::string_view written);

/// Puts the problems into the order in which a reader of `document` meets them; what stands at one place keeps its
/// order.
void sort_by_place(Problems& problems, const Value& document);

}  // namespace sailmaker::pipeline
