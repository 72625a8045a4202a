#include "cli/helm.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>

namespace sailmaker::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kGetHelm =
    "https://helm.sh/docs/intro/install has Helm; any version from 3.14 on will do, best the one that your Rosco runs. "
    "--helm FILE names a binary";

bool is_program(const fs::path& path) {
  std::error_code failed;
  return fs::is_regular_file(path, failed) && access(path.c_str(), X_OK) == 0;
}

// Nothing when no folder of PATH has it.
fs::path on_path(const std::string& name) {
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable == nullptr ? "" : variable;
  while (!rest.empty()) {
    const std::size_t end = rest.find(':');
    const std::string_view folder = rest.substr(0, end);
    if (!folder.empty() && is_program(fs::path(folder) / name)) return fs::path(folder) / name;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return {};
}

// What Helm would take its settings, plug-ins and a cluster's namespace from.
bool is_setting(std::string_view variable) { return variable.starts_with("HELM_") || variable.starts_with("KUBE"); }

std::vector<std::string> environment_for(const fs::path& folder) {
  std::vector<std::string> environment;
  for (char** each = environ; *each != nullptr; ++each) {
    if (!is_setting(*each)) environment.emplace_back(*each);
  }
  for (const char* name : {"HELM_CONFIG_HOME", "HELM_CACHE_HOME", "HELM_DATA_HOME"}) {
    environment.push_back(name + ("=" + (folder / "helm").string()));
  }
  environment.push_back("KUBECONFIG=" + (folder / "no-cluster").string());
  return environment;
}

}  // namespace

Result<TemporaryFolder> TemporaryFolder::make() {
  std::error_code failed;
  const fs::path parent = fs::temp_directory_path(failed);
  if (failed) return Error("there is no folder for temporary files: " + failed.message());
  std::string pattern = (parent / "sailmaker-bake-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    return Error("cannot make a folder in '" + parent.string() + "': " + std::strerror(errno));
  }
  return TemporaryFolder(pattern);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<fs::path> find_helm(const std::string& named) {
  if (!named.empty()) {
    const bool is_name = named.find('/') == std::string::npos;
    const fs::path found = is_name ? on_path(named) : fs::absolute(named);
    if (is_program(found)) return found;
    if (is_name && is_program(fs::absolute(named))) return fs::absolute(named);
    return Error("there is no program '" + named + "', which --helm names").with_hint(kGetHelm);
  }
  for (const char* name : {"helm", "helm3"}) {
    if (fs::path found = on_path(name); !found.empty()) return fs::absolute(found);
  }
  return Error("there is no `helm` on PATH, and a bake needs it").with_hint(kGetHelm);
}

Result<Ended> run_helm(const fs::path& helm, const std::vector<std::string>& words, const fs::path& folder) {
  Process process;
  process.program = helm;
  process.words = words;
  process.environment = environment_for(folder);
  process.folder = folder;
  return run_process(process);
}

}  // namespace sailmaker::cli
