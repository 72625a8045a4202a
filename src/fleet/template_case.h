#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fleet/decode.h"
#include "fleet/key.h"
#include "fleet/model.h"

namespace sailmaker::fleet {

/// What a template test expects at one path of the pipeline.
struct ExpectedPart {
  std::string path;  ///< stages[0].type, stages[deploy].account, stages[*].refId
  Value value;       ///< null: nothing there
  Source source;
};

/// One test of a template: a pipeline, perhaps one that the fleet does not have, and what is expected of it.
struct TemplateCase {
  std::string file;  ///< templates/tests/deploy.yaml
  std::string name;
  Key key;
  std::string team;  ///< these three are for a microservice that the fleet does not have
  std::string k8s_namespace;
  std::string git_repo;
  Vars vars;           ///< laid over all other layers
  std::string golden;  ///< a file in templates/tests/golden/ that holds the whole pipeline; empty for none
  std::vector<ExpectedPart> parts;
  std::string error;  ///< what an error must say; empty: there must be none
  Source source;      ///< of its name
};

/// The tests of one file, a map from names to tests. What is wrong in one is left out of `cases`.
void decode_cases(const std::shared_ptr<const Origin>& origin, const Fleet& fleet, std::vector<TemplateCase>& cases,
                  Findings& findings);

}  // namespace sailmaker::fleet
