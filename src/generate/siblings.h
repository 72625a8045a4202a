#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "value/value.h"

namespace sailmaker::generate {

/// One pipeline of the same service and stack, as templates see it.
struct Sibling {
  std::string pipeline;  ///< the template's name
  std::string key;
  std::string id;
  std::string application;
};

/// `pipelines` in a template: pipelines.deploy.id, .key, .application, .name for every pipeline of the same service and
/// stack. Ids need no rendering; a name stands in the other template's text, so `name_of(key)` is asked only when a
/// template asks, and its Error becomes the template's.
Value make_siblings(std::shared_ptr<const std::vector<Sibling>> siblings,
                    std::function<Result<std::string>(const Sibling&)> name_of);

}  // namespace sailmaker::generate
