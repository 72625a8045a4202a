#include "cli/fleet_target.h"

#include <cstdlib>

#include "cli/arguments.h"
#include "cli/findings.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/who.h"
#include "fleet/decode.h"
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

}  // namespace

target::Records& FleetTarget::records() const {
  target::Records* own = target->records();
  return own != nullptr ? *own : *in_fleet;
}

Result<FleetTarget> open_target(const fleet::Fleet& fleet, const std::filesystem::path& folder) {
  if (fleet.target.is_null()) {
    return Error("the fleet names no target: fleet.yaml has no `target:` section")
        .with_hint("target: {type: directory, path: ./front50}");
  }
  const auto locate = [&fleet](const Path& path, Places::Part part) {
    Path in_file{std::string("target")};
    in_file.insert(in_file.end(), path.begin(), path.end());
    return fleet.origin->locate(in_file, part);
  };
  return open_section(fleet.target, folder, locate);
}

Result<FleetTarget> open_section(const Value& section, const std::filesystem::path& folder,
                                 const target::Locate& locate) {
  auto opened = target::open(section, folder, environment, locate);
  if (!opened) return std::move(opened).error();
  FleetTarget out{std::move(*opened), nullptr};
  if (out.target->records() == nullptr) {
    out.in_fleet = std::make_unique<target::DirectoryRecords>(folder.lexically_normal().string(), ".sailmaker/runs",
                                                              ".sailmaker/incoming");
  }
  return out;
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
