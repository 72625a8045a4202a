#include <array>
#include <string>
#include <utility>

#include "base/edit_distance.h"
#include "fleet/decode.h"
#include "fleet/section.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

const std::array<std::string, 5> kFields = {"limitConcurrent", "keepWaitingPipelines", "spelEvaluator", "schema",
                                            "locked"};
const std::array<std::string, 3> kLockKeys = {"ui", "allowUnlockUi", "description"};
const std::array<std::string, 2> kEvaluators = {"v3", "v4"};

constexpr std::array<Section::Expected, 1> kExpected = {{{"lock", "Spinnaker's field is called 'locked'"}}};

constexpr const char* kLockText = "Managed by Sailmaker: change the template, not the pipeline here.";

// `true` is the usual lock, which people can open; a map says it in Deck's own words.
void decode_lock(const Section& section, Map& defaults) {
  const auto lock = section.find("locked");
  if (!lock || lock->is_null()) return;
  if (lock->value().is_boolean()) {
    if (!lock->value().as_boolean()) return;
    defaults.set("locked", Map{{"ui", true}, {"allowUnlockUi", true}, {"description", kLockText}});
    return;
  }
  if (!lock->value().is_map()) {
    return lock->wrong_type("true, false or a map", "locked: {ui: true, allowUnlockUi: true, description: ...}");
  }
  lock->check_keys(kLockKeys);
  defaults.set("locked", Map{{"ui", lock->flag("ui", true)},
                             {"allowUnlockUi", lock->flag("allowUnlockUi", true)},
                             {"description", lock->text("description").value_or(kLockText)}});
}

}  // namespace

Value decode_defaults(const Section& root) {
  Map defaults;
  const auto section = root.find("defaults");
  if (!section || !section->expect_map()) return defaults;
  section->check_keys(kFields, kExpected);
  for (const char* field : {"limitConcurrent", "keepWaitingPipelines"}) {
    const auto part = section->find(field);
    if (part && !part->is_null()) defaults.set(field, section->flag(field, false));
  }
  if (const auto evaluator = section->text("spelEvaluator")) {
    if (*evaluator == "v3" || *evaluator == "v4") {
      defaults.set("spelEvaluator", *evaluator);
    } else {
      const Section part = *section->find("spelEvaluator");
      part.error(part.name() + " must be v3 or v4, but is '" + *evaluator + "'", did_you_mean(*evaluator, kEvaluators));
    }
  }
  if (const auto schema = section->text("schema")) defaults.set("schema", *schema);
  decode_lock(*section, defaults);
  return defaults;
}

}  // namespace sailmaker::fleet
