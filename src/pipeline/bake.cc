#include "pipeline/bake.h"

#include <fmt/core.h>

#include "pipeline/bake_inputs.h"
#include "pipeline/java_text.h"
#include "pipeline/stage_label.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

const Value* stage_list(const Value& pipeline) {
  const Value* stages = pipeline.find("stages");
  return stages != nullptr && stages->is_list() ? stages : nullptr;
}

bool is_text(const Value* value, std::string_view text) {
  return value != nullptr && value->is_string() && value->as_string() == text;
}

// Reads the fields of one stage and fills in their expressions.
class Reader {
 public:
  Reader(const Value& pipeline, std::size_t stage, SpelFill& fill, Problems& problems)
      : pipeline_(pipeline),
        stage_(stage_list(pipeline)->as_list()[stage]),
        at_{"stages", stage},
        fill_(fill),
        problems_(problems) {
    bake_.stage = stage;
    bake_.label = stage_label(stage_);
  }

  std::optional<Bake> read() {
    if (!check_renderer()) return std::nullopt;
    if (const Value* ref_id = stage_.find("refId"); ref_id != nullptr) bake_.ref_id = java_text(*ref_id);
    if (const Value* name = stage_.find("name"); name != nullptr) bake_.name = java_text(*name);
    bake_.output_name = text("outputName");
    bake_.name_space = text("namespace");
    bake_.chart_folder = text("helmChartFilePath");
    bake_.api_versions = text("apiVersions");
    bake_.kube_version = text("kubeVersion");
    bake_.raw_overrides = flag("rawOverrides");
    bake_.include_crds = flag("includeCRDs");
    read_overrides();
    read_inputs();
    if (is_good_ && bake_.output_name.empty()) {
      report(at_, "stage " + bake_.label + " has no outputName, which Helm needs as the release's name", {});
    }
    return is_good_ ? std::optional(std::move(bake_)) : std::nullopt;
  }

 private:
  bool check_renderer() {
    const Value* renderer = stage_.find("templateRenderer");
    if (is_text(renderer, "HELM3")) return true;
    const std::string found = renderer == nullptr || renderer->is_null() ? "nothing" : java_text(*renderer);
    report(at_, fmt::format("stage {} bakes with {}, not with HELM3", bake_.label, found),
           "only HELM3 can be baked here; --stage REFID bakes one stage alone");
    return false;
  }

  void report(Path path, std::string message, std::string hint) {
    is_good_ = false;
    Problem problem;
    problem.path = std::move(path);
    problem.message = std::move(message);
    problem.hint = std::move(hint);
    problems_.push_back(std::move(problem));
  }

  Path below(std::string_view key) const {
    Path path = at_;
    path.emplace_back(std::string(key));
    return path;
  }

  // The text with its expressions filled in. What only needs a parameter is no problem of the pipeline.
  std::optional<Value> filled(const Value& value, const Path& path, std::string_view what) {
    if (!value.is_string()) return value;
    auto found = fill_.fill(value.as_string());
    if (found) return std::move(*found);
    is_good_ = false;
    if (found.error().type != kMissingParameter) {
      report(path, fmt::format("{} of stage {}: {}", what, bake_.label, found.error().message), found.error().hint);
    }
    return std::nullopt;
  }

  std::string text(std::string_view key) {
    const Value* value = stage_.find(key);
    if (value == nullptr || value->is_null()) return {};
    const auto found = filled(*value, below(key), key);
    return found ? java_text(*found) : std::string();
  }

  bool flag(std::string_view key) {
    const Value* value = stage_.find(key);
    if (value == nullptr || value->is_null()) return false;
    const auto found = filled(*value, below(key), key);
    return found && java_text(*found) == "true";
  }

  void read_overrides() {
    const Value* overrides = stage_.find("overrides");
    if (overrides == nullptr || !overrides->is_map()) return;
    const bool again = flag("evaluateOverrideExpressions");
    for (const Map::Entry& entry : overrides->as_map()) {
      const std::string key = java_text(entry.key);
      Path path = below("overrides");
      path.emplace_back(key);
      const std::string what = "the override '" + key + "'";
      auto name = filled(entry.key, path, what);
      auto value = filled(entry.value, path, what);
      if (value && again) value = filled(*value, path, what);
      if (!name || !value) continue;
      if (value->is_null()) {
        report(path, what + " of stage " + bake_.label + " is null, at which Rosco fails",
               "leave it out, or write \"\"");
        continue;
      }
      bake_.overrides.emplace_back(java_text(*name), java_text(*value));
    }
  }

  void read_inputs() {
    const Value* inputs = stage_.find("inputArtifacts");
    if (inputs == nullptr || !inputs->is_list() || inputs->as_list().empty()) {
      return report(at_, "stage " + bake_.label + " has no inputArtifacts", "the first one is the chart");
    }
    for (std::size_t i = 0; i < inputs->as_list().size(); ++i) {
      Path path = below("inputArtifacts");
      path.emplace_back(i);
      auto artifact = input_artifact(pipeline_, inputs->as_list()[i]);
      if (!artifact) {
        report(path, fmt::format("stage {}: {}", bake_.label, artifact.error().message), artifact.error().hint);
        continue;
      }
      BakeInput input = read_input(*artifact, path, i == 0);
      if (i == 0) {
        bake_.chart = std::move(input);
      } else {
        bake_.values.push_back(std::move(input));
      }
    }
  }

  BakeInput read_input(const Value& artifact, const Path& path, bool is_chart) {
    BakeInput input;
    input.path = path;
    const auto part = [&](std::string_view key) {
      const Value* value = artifact.find(key);
      if (value == nullptr || value->is_null()) return std::string();
      const auto found = filled(*value, path, std::string(key) + " of an input artifact");
      return found ? java_text(*found) : std::string();
    };
    input.type = part("type");
    input.name = part("name");
    input.reference = part("reference");
    // A file's version is a branch: the folder on disk has just one.
    if (is_chart) input.version = part("version");
    return input;
  }

  const Value& pipeline_;
  const Value& stage_;
  Path at_;
  SpelFill& fill_;
  Problems& problems_;
  Bake bake_;
  bool is_good_ = true;
};

}  // namespace

std::vector<std::size_t> bake_stages(const Value& pipeline) {
  std::vector<std::size_t> found;
  const Value* stages = stage_list(pipeline);
  for (std::size_t i = 0; stages != nullptr && i < stages->as_list().size(); ++i) {
    if (is_text(stages->as_list()[i].find("type"), "bakeManifest")) found.push_back(i);
  }
  return found;
}

std::optional<Bake> read_bake(const Value& pipeline, std::size_t stage, SpelFill& fill, Problems& problems) {
  return Reader(pipeline, stage, fill, problems).read();
}

std::string overrides_text(const Bake& bake) {
  std::string out;
  for (const auto& [key, value] : bake.overrides) {
    if (!out.empty()) out += ',';
    out.append(key).append(1, '=').append(value);
  }
  return out;
}

std::vector<std::string> helm_words(const Bake& bake, const std::filesystem::path& chart,
                                    const std::vector<std::filesystem::path>& values) {
  std::vector<std::string> words = {"template", bake.output_name, chart.string()};
  const auto add = [&](const char* option, const std::string& value) {
    if (value.empty()) return;
    words.emplace_back(option);
    words.push_back(value);
  };
  add("--namespace", bake.name_space);
  if (bake.include_crds) words.emplace_back("--include-crds");
  add("--api-versions", bake.api_versions);
  add("--kube-version", bake.kube_version);
  if (!bake.overrides.empty()) add(bake.raw_overrides ? "--set" : "--set-string", overrides_text(bake));
  std::string files;
  for (const std::filesystem::path& file : values) files += (files.empty() ? "" : ",") + file.string();
  add("--values", files);
  return words;
}

}  // namespace sailmaker::pipeline
