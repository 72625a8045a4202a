#pragma once

#include <vector>

#include "pipeline/problem.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::pipeline {

// Pipelines that Sailmaker did not make: found in files, or stored by hand and by other tools.

/// A pipeline inside a document.
struct Found {
  enum class Form {
    pipeline,  ///< as Front50 keeps it, or as Deck shows it: without id, name and application
    part,      ///< of something that gives it a name, such as a pipeline template's `pipeline`
  };
  Path path;
  Form form = Form::pipeline;
};

/// Every pipeline in a document: the document itself, the items of a list, and those in maps around them, whatever
/// these are called: `{pipelines: [...]}`, an application's name before its pipelines, a pipeline template. Not looked
/// into: executions, Kubernetes resources, templates of the first version, and what lies deeper than a few levels.
std::vector<Found> find_pipelines(const Value& document);

enum class Origin {
  file,    ///< somebody's file: what Spinnaker adds when it stores a pipeline may be missing
  stored,  ///< what a target holds
};

/// validate() without what only Sailmaker asks of its own pipelines: Spinnaker's own fields may be there, and what
/// Spinnaker refuses on save or in its pages but lives with once it is there is a warning. References to artifacts are
/// checked as they stand, without linking.
Problems validate_foreign(const Value& pipeline, Origin origin, Found::Form form = Found::Form::pipeline);

/// What differs from rules() for such pipelines: lowers the severity where Spinnaker lives with the problem. False when
/// it is no problem there.
bool weigh_foreign(Problem& problem, Origin origin);

}  // namespace sailmaker::pipeline
