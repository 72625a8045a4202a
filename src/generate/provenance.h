#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fleet/layers.h"
#include "generate/generator.h"
#include "jinja/writers.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::generate {

/// Where a field of a generated pipeline comes from.
struct Provenance {
  enum class Made {
    by_template,  ///< as the template wrote it
    linked,       ///< the template wrote a name, the linker put an id in its place
    filled_in,    ///< no template wrote it: an id, an application, a default
    overridden,   ///< an override of the fleet says it
  };
  Made made = Made::by_template;
  Path path;
  Value value;                                         ///< as it will be written
  Value written;                                       ///< as the template wrote it; null when it did not
  const fleet::Override* by = nullptr;                 ///< the override that says it; refers to the fleet
  Source by_source;                                    ///< the place of what it says
  std::vector<const fleet::Override*> overrides = {};  ///< those that say something about its parts
  std::vector<jinja::Writer> writers;  ///< the places that wrote it, in the order of the text; files as in the fleet
  std::vector<std::string>
      standard;  ///< names it or its conditions used that every template knows: app_name, stack, ...
  std::vector<fleet::Explanation> variables;  ///< variables it used, with the layer that sets each and what that hides
};

/// Explains the part of the entry's pipeline that `path` means (see pipeline::find_part). Of a map or a list: the
/// places that wrote its text. When the pipeline has errors, it is explained as far as it was made. Fails when it
/// cannot be rendered, and when there is no such part.
Result<Provenance> explain_part(const fleet::Fleet& fleet, const Generator& generator, const fleet::Entry& entry,
                                std::string_view path);

}  // namespace sailmaker::generate
