#pragma once

#include <map>
#include <string>
#include <vector>

#include "infer/sample.h"
#include "value/value.h"

namespace sailmaker::infer {

/// One pipeline of a proposed fleet.
struct Proposed {
  std::string key;  ///< product/service/stack/template
  std::string id;   ///< of the stored pipeline that it is to equal
};

/// A fleet that makes stored pipelines again.
struct Proposal {
  std::map<std::string, std::string> files;  ///< by their names in the fleet's folder; without fleet.yaml's target
  std::vector<Proposed> pipelines;
  std::size_t templates = 0;
  std::map<std::string, std::string> left_out;  ///< by the stored pipeline's id: why
};

/// Groups samples that are alike (nearly the same types of stages in the same order, and a word of the name in common),
/// makes a template of each group, and variables of what differs, at the highest layer that says it once: the stack,
/// the microservice, or the pipeline. `target` is the target section of its fleet.yaml. Whether it really makes the
/// same is for the caller to prove.
Proposal propose(const std::vector<Sample>& samples, const Value& target);

}  // namespace sailmaker::infer
