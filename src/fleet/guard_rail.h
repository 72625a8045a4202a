#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "fleet/selector.h"
#include "value/path.h"

namespace sailmaker::fleet {

/// What a guard rail looks at, one after the other.
enum class RailScope { pipeline, stage, trigger, parameter, artifact };

/// "pipeline", "stage", ...: the word of fleet.yaml, and the name under which a rail's expressions see the part.
std::string_view to_string(RailScope scope);

/// A place where a guard rail does not hold, and why.
struct RailException {
  Selector selector;
  std::string reason;
  Source source;
  std::string until = {};  ///< the last day of the exception, "2026-12-31"; empty: for ever
};

/// A rule of a fleet for its own pipelines. Its texts are not compiled here: who generates knows Jinja.
struct GuardRail {
  std::string name;
  Selector selector;  ///< the pipelines it is for
  RailScope each = RailScope::pipeline;
  std::vector<std::string> types;  ///< of stages or triggers; empty for all
  std::string where;               ///< a Jinja expression: the rail is for parts where this holds; empty for all
  std::string require;             ///< a Jinja expression that must hold
  std::string message;             ///< a Jinja template: what is said where it does not; empty for a plain sentence
  Severity severity = Severity::error;
  std::vector<RailException> exceptions;
  Path path;      ///< in fleet.yaml
  Source source;  ///< of the name there
};

}  // namespace sailmaker::fleet
