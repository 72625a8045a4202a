#include "cli/named_target.h"

#include "cli/arguments.h"
#include "fleet/targets.h"
#include "yaml/parser.h"

namespace sailmaker::cli {

namespace {

// What the fleet calls `text`: "target" is its own one, or that of what says nothing else.
std::string name_in(const fleet::Fleet& fleet, const std::string& text) {
  if (text != "target" || fleet.find_target(text) != nullptr) return text;
  return fleet.targets.size() == 1 ? fleet.targets.front().name : fleet.target.name;
}

}  // namespace

Result<FleetTarget> open_named(const Arguments& arguments, std::string_view option, const fleet::Fleet& fleet) {
  const std::string text = arguments.value(option);
  const std::string name = "--" + std::string(option);
  if (const std::string known = name_in(fleet, text); fleet.find_target(known) != nullptr) {
    return open_target(fleet, known, arguments.value("fleet"));
  }
  if (text == "target" && fleet.targets.empty()) return no_target();
  if (fleet.targets.size() > 1 && !text.starts_with("{")) {
    return Error(name + " must be the name of a target of the fleet, or a target section, but is '" + text + "'")
        .with_hint("the fleet has " + fleet::target_names(fleet));
  }
  auto section = yaml::parse(text, name);
  if (!section) return std::move(section).error();
  if (!section->root.is_map()) {
    return Error(name + " must be `target`, the fleet's own, or a target section, but is '" + text + "'")
        .with_hint("such as " + name + " '{type: directory, path: ./copy}'");
  }
  return open_section(section->root, arguments.value("fleet"), {});
}

}  // namespace sailmaker::cli
