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

const std::array<std::string, 11> kFleetKeys = {"vars",  "stacks",   "products",    "teams",    "target", "undefined",
                                                "jinja", "defaults", "guard_rails", "validate", "drift"};
const std::array<std::string, 3> kStackKeys = {"protected", "vars", "pipelines"};
const std::array<std::string, 1> kOwnerKeys = {"vars"};
const std::array<std::string, 3> kJinjaKeys = {"trim_blocks", "lstrip_blocks", "limits"};
const std::array<std::string, 4> kLimitKeys = {"seconds", "steps", "output", "range"};
const std::array<std::string, 2> kUndefinedModes = {"strict", "lenient"};

// Calls `decode` for each entry of the section whose name is fit to be one. `what` is "a stack" or the like.
template <typename F>
void each_named(const Section& root, std::string_view key, std::string_view what, const F& decode) {
  const auto section = root.find(key);
  if (!section || !section->expect_map("write each as 'name:' instead of '- name'")) return;
  section->each_entry(what, [&](const Section& entry) {
    if (const std::string problem = name_problem(entry.key()); !problem.empty()) {
      return entry.error("'" + entry.key() + "' cannot be the name of " + std::string(what) + ": it " + problem, {},
                         Places::Part::key);
    }
    decode(entry);
  });
}

Stack decode_stack(const Section& section) {
  Stack stack;
  stack.name = section.key();
  if (!section.expect_map()) return stack;
  section.check_keys(kStackKeys);
  stack.is_protected = section.flag("protected", false);
  stack.vars = section.vars("vars");
  stack.pipelines = decode_pipelines(section).pipelines;
  return stack;
}

// A product or a team: a name and variables.
template <typename T>
T decode_owner(const Section& section) {
  T owner;
  owner.name = section.key();
  if (!section.expect_map()) return owner;
  section.check_keys(kOwnerKeys);
  owner.vars = section.vars("vars");
  return owner;
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
  each_named(root, "stacks", "a stack", [&](const Section& part) { fleet.stacks.push_back(decode_stack(part)); });
  each_named(root, "products", "a product",
             [&](const Section& part) { fleet.products.push_back(decode_owner<Product>(part)); });
  each_named(root, "teams", "a team", [&](const Section& part) { fleet.teams.push_back(decode_owner<Team>(part)); });
  if (const auto target = root.find("target"); target && target->expect_map()) fleet.target = target->value();
  decode_undefined(root, fleet);
  decode_jinja(root, fleet);
  fleet.defaults = decode_defaults(root);
  decode_guard_rails(root, fleet.guard_rails);
  decode_checks(root, fleet.checks);
  decode_drift(root, fleet.ignored);
}

}  // namespace sailmaker::fleet
