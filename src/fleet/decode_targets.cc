#include <utility>
#include <vector>

#include "base/edit_distance.h"
#include "fleet/decode.h"
#include "fleet/section.h"
#include "fleet/targets.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

// What the section `target:` is called.
constexpr const char* kSoleName = "target";

std::string hint_for(const std::string& name, const Fleet& fleet) {
  std::vector<std::string> names;
  names.reserve(fleet.targets.size());
  for (const DeclaredTarget& target : fleet.targets) names.push_back(target.name);
  std::string guess = did_you_mean(name, names);
  if (!guess.empty()) return guess;
  return "declare it in fleet.yaml: targets: {" + name + ": {type: ...}}" +
         (names.empty() ? "" : "; declared are " + target_names(fleet));
}

}  // namespace

void decode_targets(const Section& root, Fleet& fleet) {
  const auto own = root.find("target");
  const auto named = root.find("targets");
  const bool is_name = own && named && own->value().is_string();
  if (own && own->value().is_map()) {
    fleet.targets.push_back({kSoleName, own->value(), own->path()});
    fleet.target = {kSoleName, own->source(Places::Part::key)};
  }
  each_named(root, "targets", "a target", [&](const Section& section) {
    if (!fleet.targets.empty() && fleet.targets.front().name == section.key()) {
      return section.error("the section 'target' of fleet.yaml is called so already",
                           "give this target another name, or move that section here", Places::Part::key);
    }
    if (!section.expect_map()) return;
    fleet.targets.push_back({section.key(), section.is_null() ? Value(Map()) : section.value(), section.path()});
  });
  if (is_name) fleet.target = decode_target_choice(root, fleet);
}

TargetChoice decode_target_choice(const Section& around, const Fleet& fleet) {
  const auto section = around.find("target");
  if (section && section->value().is_map()) {
    section->wrong_type("the name of a target", "its settings stand in fleet.yaml under 'targets'");
    return {};
  }
  const auto name = around.text("target");
  if (!name) return {};
  if (fleet.find_target(*name) != nullptr) return {*name, section->source()};
  section->error("there is no target '" + *name + "'", hint_for(*name, fleet));
  return {};
}

}  // namespace sailmaker::fleet
