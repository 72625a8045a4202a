#pragma once

#include <map>
#include <string>
#include <vector>

#include "generate/generator.h"
#include "pipeline/across.h"

namespace sailmaker::generate {

/// What only the pipelines of a fleet together can show (pipeline/across.h), placed in the templates.
class FleetCheck {
 public:
  /// What has errors of its own is left out.
  void add(const Generated& made);

  /// Each finding at its place in the template, with the place of the other one who takes part.
  std::vector<Finding> findings(const Generator& generator) const;

 private:
  void add_findings(const std::vector<pipeline::Summary>& summaries, const Generator& generator,
                    std::vector<Finding>& findings) const;

  // Each labelled with its key. Pipelines of different targets never meet.
  std::map<const fleet::DeclaredTarget*, std::vector<pipeline::Summary>> summaries_;
};

}  // namespace sailmaker::generate
