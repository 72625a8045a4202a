#include "tests/generate/fleet_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

namespace sailmaker {

const std::string_view kFleetText = R"(vars: {version: 1.0.0}
stacks:
  dev: {}
  prod: {protected: true}
products: {azar: {}}
teams: {devops: {}}
target: {type: directory, path: ./front50}
)";

namespace {

constexpr std::string_view kService = R"(team: devops
namespace: api
git_repo: git@example.com:azar/api.git
stacks:
  dev: {pipelines: [deploy, check]}
  prod: {pipelines: [deploy, check]}
)";

}  // namespace

FleetFolder::FleetFolder(const Files& templates) {
  static std::atomic<int> count{0};
  folder_ = std::filesystem::temp_directory_path() /
            ("sailmaker-fleet-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
  write("fleet.yaml", kFleetText);
  write("services/azar/api.yaml", kService);
  for (const auto& [path, text] : templates) write("templates/" + path, text);
}

FleetFolder::~FleetFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void FleetFolder::write(const std::string& path, std::string_view text) const {
  std::filesystem::create_directories((folder_ / path).parent_path());
  std::ofstream(folder_ / path, std::ios::binary) << text;
}

void FleetFolder::remove(const std::string& path) const { std::filesystem::remove(folder_ / path); }

fleet::Fleet FleetFolder::read() const {
  store::LoadedFleet loaded = store::read_folder(folder_);
  for (const Finding& finding : loaded.findings) ADD_FAILURE() << to_text(finding.error);
  return std::move(loaded.fleet);
}

std::string small_pipeline(std::string_view name, std::string_view extra) {
  return "application: \"{{ app_name }}\"\nname: \"" + std::string(name) +
         "\"\nstages:\n  - {refId: wait, type: wait, name: Wait, waitTime: 5, requisiteStageRefIds: []}\n" +
         std::string(extra);
}

}  // namespace sailmaker
