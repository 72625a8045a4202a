#include "cli/bake_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <system_error>

#include "base/base64.h"
#include "base/edit_distance.h"
#include "pipeline/bake_inputs.h"
#include "store/file.h"
#include "yaml/parser.h"

namespace sailmaker::cli {

namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
  std::error_code failed;
  return fs::is_directory(path, failed);
}

bool is_file(const fs::path& path) {
  std::error_code failed;
  return fs::is_regular_file(path, failed);
}

// "1.0.0"; nothing for a folder that is no chart.
std::optional<std::string> version_of(const fs::path& chart) {
  if (!is_file(chart / "Chart.yaml")) return std::nullopt;
  const auto text = store::read_text(chart, "Chart.yaml");
  if (!text) return std::string();
  const auto document = yaml::parse(*text, "Chart.yaml");
  const Value* version = document ? document->root.find("version") : nullptr;
  return version != nullptr && version->is_string() ? std::string(version->as_string()) : std::string();
}

std::vector<std::string> charts_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator each(folder, failed); !failed && each != fs::directory_iterator();
       each.increment(failed)) {
    const std::string name = each->path().filename().string();
    if (is_file(each->path() / "Chart.yaml") || name.ends_with(".tgz")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Error no_chart(const std::string& name, const std::string& version, const fs::path& charts) {
  Error error(
      fmt::format("there is no chart '{}'{} in '{}'", name, version.empty() ? "" : " " + version, charts.string()));
  const std::vector<std::string> names = charts_in(charts);
  error.hint = did_you_mean(name, names);
  if (error.hint.empty() && !names.empty()) error.hint = fmt::format("it has {}", fmt::join(names, ", "));
  if (names.empty()) error.hint = "--charts DIR names a folder with charts: NAME/Chart.yaml or NAME-VERSION.tgz";
  return error;
}

// The path without its first folder; nothing where only a file's name would be left.
std::optional<std::string> below_first(const std::string& path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos || path.find('/', slash + 1) == std::string::npos) return std::nullopt;
  return path.substr(slash + 1);
}

Result<fs::path> write_embedded(const pipeline::BakeInput& input, const fs::path& folder) {
  const auto text = base64_decode(input.reference);
  if (!text) return Error("the embedded values file is no base64");
  const fs::path file = folder / (to_string(input.path) + ".yaml");
  std::ofstream out(file, std::ios::binary);
  out << *text;
  out.close();
  if (!out) return Error("cannot write '" + file.string() + "'");
  return file;
}

}  // namespace

BakePlaces default_places(const fs::path& fleet) {
  std::error_code failed;
  fs::path root = fs::canonical(fleet, failed);
  if (failed) root = fs::absolute(fleet);
  BakePlaces places = {root / "charts", root / "values"};
  for (fs::path above = root; !above.empty(); above = above.parent_path()) {
    if (!charts_in(above / "charts").empty()) {
      places.charts = above / "charts";
      break;
    }
    if (above == above.parent_path()) break;
  }
  return places;
}

Result<FoundChart> find_chart(const pipeline::Bake& bake, const fs::path& charts) {
  const pipeline::BakeInput& input = bake.chart;
  std::string name = fs::path(bake.chart_folder.empty() ? input.name : bake.chart_folder).filename().string();
  if (name.empty()) name = fs::path(input.reference).filename().string();
  if (name.empty()) return Error("the chart's artifact has no name");
  if (name.ends_with(".tgz") && is_file(charts / name)) return FoundChart{charts / name, {}};
  if (!bake.chart_folder.empty() && is_folder(charts / bake.chart_folder)) {
    return FoundChart{charts / bake.chart_folder, {}};
  }
  const auto found = version_of(charts / name);
  if (found && (input.version.empty() || *found == input.version)) return FoundChart{charts / name, {}};
  const fs::path packed = charts / (name + "-" + input.version + ".tgz");
  if (!input.version.empty() && is_file(packed)) return FoundChart{packed, {}};
  if (!found) return no_chart(name, input.version, charts);
  return FoundChart{charts / name, fmt::format("'{}' is version {}; the pipeline asks for {}", (charts / name).string(),
                                               *found, input.version)};
}

Result<fs::path> find_values(const pipeline::BakeInput& input, const fs::path& values, const fs::path& folder) {
  if (input.type == "embedded/base64") return write_embedded(input, folder);
  const std::vector<std::string> paths = pipeline::repository_paths(input.reference, input.name);
  if (paths.empty()) return Error("the artifact of a values file has neither name nor reference");
  for (const std::string& path : paths) {
    if (is_file(values / path)) return values / path;
    const auto below = below_first(path);
    if (below && is_file(values / *below)) return values / *below;
  }
  const std::string wanted = below_first(paths.front()).value_or(paths.front());
  return Error(fmt::format("there is no '{}' in '{}'", wanted, values.string()))
      .with_hint("--values DIR names the folder that stands for the repository with the values files");
}

}  // namespace sailmaker::cli
