#include <array>
#include <utility>

#include "base/edit_distance.h"
#include "fleet/decode.h"
#include "fleet/name.h"
#include "fleet/pipelines.h"
#include "fleet/section.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

const std::array<std::string, 12> kFleetKeys = {"vars",      "stacks", "products", "teams",       "target",   "targets",
                                                "undefined", "jinja",  "defaults", "guard_rails", "validate", "drift"};
const std::array<std::string, 4> kStackKeys = {"protected", "vars", "pipelines", "target"};
const std::array<std::string, 2> kProductKeys = {"vars", "target"};
const std::array<std::string, 1> kTeamKeys = {"vars"};
const std::array<std::string, 3> kJinjaKeys = {"trim_blocks", "lstrip_blocks", "limits"};
const std::array<std::string, 4> kLimitKeys = {"seconds", "steps", "output", "range"};
const std::array<std::string, 2> kUndefinedModes = {"strict", "lenient"};

Stack decode_stack(const Section& section, const Fleet& fleet) {
  Stack stack;
  stack.name = section.key();
  if (!section.expect_map()) return stack;
  section.check_keys(kStackKeys);
  stack.is_protected = section.flag("protected", false);
  stack.vars = section.vars("vars");
  stack.pipelines = decode_pipelines(section).pipelines;
  stack.target = decode_target_choice(section, fleet);
  return stack;
}

Product decode_product(const Section& section, const Fleet& fleet) {
  Product product;
  product.name = section.key();
  if (!section.expect_map()) return product;
  section.check_keys(kProductKeys);
  product.vars = section.vars("vars");
  product.target = decode_target_choice(section, fleet);
  return product;
}

constexpr std::array<Section::Expected, 1> kExpectedInTeam = {{
    {"target", "a product, a stack, a service or a service's stack names its target"},
}};

Team decode_team(const Section& section) {
  Team team;
  team.name = section.key();
  if (!section.expect_map()) return team;
  section.check_keys(kTeamKeys, kExpectedInTeam);
  team.vars = section.vars("vars");
  return team;
}

// Beyond it a limit is none; a render this long was given up by whoever waits for it.
constexpr double kLargestLimit = 1e12;

template <typename T>
void decode_limit(const Section& limits, std::string_view key, std::optional<T>& limit) {
  const auto section = limits.find(key);
  if (!section || section->is_null()) return;
  const Value& value = section->value();
  const double number = value.is_integer() ? static_cast<double>(value.as_integer())
                        : value.is_real()  ? value.as_real()
                                           : -1;
  if (number > 0 && number <= kLargestLimit) {
    limit = static_cast<T>(number);
  } else {
    section->wrong_type("a number above 0, at most 1000000000000");
  }
}

void decode_limits(const Section& jinja, TemplateLimits& limits) {
  const auto section = jinja.find("limits");
  if (!section || !section->expect_map()) return;
  section->check_keys(kLimitKeys);
  decode_limit(*section, "seconds", limits.seconds);
  decode_limit(*section, "steps", limits.steps);
  decode_limit(*section, "output", limits.output);
  decode_limit(*section, "range", limits.range);
}

void decode_jinja(const Section& root, Fleet& fleet) {
  const auto section = root.find("jinja");
  if (!section || !section->expect_map()) return;
  section->check_keys(kJinjaKeys);
  fleet.trim_blocks = section->flag("trim_blocks", false);
  fleet.lstrip_blocks = section->flag("lstrip_blocks", false);
  decode_limits(*section, fleet.limits);
}

void decode_undefined(const Section& root, Fleet& fleet) {
  const auto mode = root.text("undefined");
  if (!mode) return;
  if (*mode == "lenient") fleet.undefined = UndefinedVariables::lenient;
  if (*mode == "lenient" || *mode == "strict") return;
  root.find("undefined")
      ->error("'undefined' must be strict or lenient, but is '" + *mode + "'", did_you_mean(*mode, kUndefinedModes));
}

}  // namespace

void decode_fleet(std::shared_ptr<const Origin> origin, Fleet& fleet, Findings& findings) {
  fleet.origin = std::move(origin);
  const Section root(fleet.origin, findings);
  if (!root.expect_map()) return;
  root.check_keys(kFleetKeys);
  fleet.vars = root.vars("vars");
  decode_targets(root, fleet);
  each_named(root, "stacks", "a stack",
             [&](const Section& part) { fleet.stacks.push_back(decode_stack(part, fleet)); });
  each_named(root, "products", "a product",
             [&](const Section& part) { fleet.products.push_back(decode_product(part, fleet)); });
  each_named(root, "teams", "a team", [&](const Section& part) { fleet.teams.push_back(decode_team(part)); });
  const auto target = root.find("target");
  if (target && !(target->value().is_string() && root.find("targets"))) target->expect_map();
  decode_undefined(root, fleet);
  decode_jinja(root, fleet);
  fleet.defaults = decode_defaults(root);
  decode_guard_rails(root, fleet.guard_rails);
  decode_checks(root, fleet.checks);
  decode_drift(root, fleet.ignored);
}

}  // namespace sailmaker::fleet
