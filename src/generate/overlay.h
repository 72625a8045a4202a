#pragma once

#include <optional>
#include <vector>

#include "base/error.h"
#include "fleet/model.h"
#include "generate/places.h"
#include "pipeline/problem.h"
#include "pipeline/put_part.h"
#include "value/path.h"
#include "value/value.h"
#include "yaml/parser.h"

namespace sailmaker::generate {

/// The overrides of one pipeline after they were put into its document, and the way back from its parts: to the
/// override that set them, or to where they stood in the rendered text.
class Overlay {
 public:
  /// Puts the overrides into the linked pipeline, in their order. They must live as long as this.
  Overlay(const std::vector<fleet::Override>& overrides, Value& pipeline);

  /// Overrides that lead nowhere, which are errors, and those that are not needed, which are warnings; each with its
  /// place in the fleet.
  const std::vector<Finding>& findings() const { return findings_; }

  /// The override that set the part at `path` of the finished pipeline, and the way from its value to that part.
  struct Covering {
    const fleet::Override* by = nullptr;
    Path below;
  };
  std::optional<Covering> covering(const Path& path) const;
  /// The overrides that set something below the part at `path`.
  std::vector<const fleet::Override*> inside(const Path& path) const;
  /// Where the part at `path` stood before the overrides.
  Path rendered(Path path) const;

  /// The problem at its place: in the fleet's file where an override set the part, else in the templates.
  Finding place(const Traced& traced, const yaml::Document& document, const pipeline::Problem& problem) const;

 private:
  struct Done {
    const fleet::Override* by;
    pipeline::Put put;
  };

  void report(const fleet::Override& each, const pipeline::Put& put);

  std::vector<Done> done_;
  std::vector<Finding> findings_;
};

}  // namespace sailmaker::generate
