#include "cli/fleet_target.h"

#include <cstdlib>
#include <utility>

#include "base/edit_distance.h"
#include "cli/arguments.h"
#include "cli/findings.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/who.h"
#include "fleet/decode.h"
#include "fleet/targets.h"
#include "store/origin.h"
#include "sync/clock.h"
#include "target/directory_records.h"
#include "target/open.h"

namespace sailmaker::cli {

namespace {

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

void keep_records(FleetTarget& at, const std::filesystem::path& folder) {
  if (at.target->records() != nullptr) return;
  const std::string runs = ".sailmaker/runs" + (at.name.empty() ? "" : "/" + at.name);
  at.in_fleet =
      std::make_unique<target::DirectoryRecords>(folder.lexically_normal().string(), runs, ".sailmaker/incoming");
}

Error unknown_target(const fleet::Fleet& fleet, const std::string& name) {
  std::vector<std::string> names;
  names.reserve(fleet.targets.size());
  for (const fleet::DeclaredTarget& target : fleet.targets) names.push_back(target.name);
  std::string hint = did_you_mean(name, names);
  if (hint.empty()) hint = names.empty() ? "fleet.yaml declares none" : "the fleet has " + fleet::target_names(fleet);
  return Error("the fleet has no target '" + name + "'").with_hint(std::move(hint));
}

Error one_place(const fleet::Fleet& fleet, const FleetTarget& first, const FleetTarget& second) {
  Error error("the targets " + first.name + " and " + second.name + " are one place: " + second.target->describe(),
              fleet.origin->locate(second.declared->path, Places::Part::key));
  return std::move(error).with_hint("give each a place of its own, or remove one of the two");
}

}  // namespace

target::Records& FleetTarget::records() const {
  target::Records* own = target->records();
  return own != nullptr ? *own : *in_fleet;
}

std::string FleetTarget::describe() const {
  return name.empty() ? target->describe() : name + " (" + target->describe() + ")";
}

std::string FleetTarget::doing(std::string_view what) const {
  return std::string(what) + (name.empty() ? "" : " " + name);
}

Result<FleetTarget> open_target(const fleet::Fleet& fleet, const std::string& name,
                                const std::filesystem::path& folder) {
  const fleet::DeclaredTarget* declared = fleet.find_target(name);
  if (declared == nullptr) return unknown_target(fleet, name);
  const auto locate = [&fleet, declared](const Path& path, Places::Part part) {
    Path in_file = declared->path;
    in_file.insert(in_file.end(), path.begin(), path.end());
    return fleet.origin->locate(in_file, part);
  };
  auto opened = target::open(declared->section, folder, environment, locate, &stop_flag());
  if (!opened) return std::move(opened).error();
  FleetTarget out{declared, fleet.targets.size() > 1 ? declared->name : "", std::move(*opened), nullptr};
  keep_records(out, folder);
  return out;
}

Error no_target() {
  return Error("the fleet names no target: fleet.yaml has no `target:` section")
      .with_hint("target: {type: directory, path: ./front50}");
}

Result<std::vector<FleetTarget>> open_targets(const Arguments& arguments, const fleet::Fleet& fleet) {
  if (fleet.targets.empty()) return no_target();
  const std::string folder = arguments.value("fleet");
  std::vector<FleetTarget> all;
  if (arguments.is_set("target")) {
    auto one = open_target(fleet, arguments.value("target"), folder);
    if (!one) return std::move(one).error();
    all.push_back(std::move(*one));
    return all;
  }
  for (const fleet::DeclaredTarget& declared : fleet.targets) {
    auto opened = open_target(fleet, declared.name, folder);
    if (!opened) return std::move(opened).error();
    for (const FleetTarget& other : all) {
      if (other.target->place() == opened->target->place()) return one_place(fleet, other, *opened);
    }
    all.push_back(std::move(*opened));
  }
  return all;
}

Result<FleetTarget> open_section(const Value& section, const std::filesystem::path& folder,
                                 const target::Locate& locate) {
  auto opened = target::open(section, folder, environment, locate, &stop_flag());
  if (!opened) return std::move(opened).error();
  FleetTarget out{nullptr, "", std::move(*opened), nullptr};
  keep_records(out, folder);
  return out;
}

void say_failed(const FleetTarget& at, const Error& error) {
  if (at.name.empty()) return say_error(error);
  say_error(Error("the target " + at.name + " failed").with_cause(error));
}

std::optional<fleet::Fleet> read_fleet_file(const Arguments& arguments) {
  fleet::Findings findings;
  fleet::Fleet fleet;
  const auto origin = store::read_origin(arguments.value("fleet"), "fleet.yaml", findings);
  if (origin != nullptr) fleet::decode_fleet(origin, fleet, findings);
  say_findings(arguments, findings);
  if (count(findings, Severity::error) > 0) return std::nullopt;
  return fleet;
}

bool is_protected(const fleet::Fleet& fleet, const std::string& key) {
  const auto parsed = fleet::parse_key(key);
  const fleet::Stack* stack = parsed ? fleet.find_stack(parsed->stack) : nullptr;
  return stack != nullptr && stack->is_protected;
}

sync::RunInfo new_run(const Arguments& arguments, std::string command) {
  std::error_code ignored;
  const auto folder = std::filesystem::weakly_canonical(arguments.value("fleet"), ignored);
  return {sync::new_run_id(sync::now_ms()), std::move(command), who(), folder.string()};
}

}  // namespace sailmaker::cli
