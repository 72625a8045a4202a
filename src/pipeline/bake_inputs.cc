#include "pipeline/bake_inputs.h"

#include <algorithm>
#include <filesystem>

#include "pipeline/stage_label.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

bool is_true(const Value* value) { return value != nullptr && value->is_boolean() && value->as_boolean(); }

// The expected artifact with that id in a list; nullptr when there is none.
const Value* find_expected(const Value* list, std::string_view id) {
  if (list == nullptr || !list->is_list()) return nullptr;
  for (const Value& each : list->as_list()) {
    const Value* own = each.find("id");
    if (own != nullptr && own->is_string() && own->as_string() == id) return &each;
  }
  return nullptr;
}

// What a run takes when nothing brings the artifact.
Value artifact_of(const Value& expected) {
  const Value* fallback = expected.find("defaultArtifact");
  if (is_true(expected.find("useDefaultArtifact")) && fallback != nullptr && fallback->is_map()) return *fallback;
  const Value* match = expected.find("matchArtifact");
  return match != nullptr && match->is_map() ? *match : Value(Map());
}

Error not_found(const Value& pipeline, std::string_view id) {
  const Value* stages = pipeline.find("stages");
  if (stages != nullptr && stages->is_list()) {
    for (const Value& stage : stages->as_list()) {
      if (find_expected(stage.find("expectedArtifacts"), id) == nullptr) continue;
      return Error("an input artifact is made by stage " + stage_label(stage) + ", so it is known in a run only");
    }
  }
  return Error("the pipeline has no expected artifact '" + std::string(id) + "'");
}

void add_path(std::vector<std::string>& paths, std::string_view text) {
  while (text.starts_with('/')) text.remove_prefix(1);
  const std::filesystem::path path = std::filesystem::path(text).lexically_normal();
  if (text.empty() || path.empty() || *path.begin() == "..") return;
  if (std::find(paths.begin(), paths.end(), path.string()) == paths.end()) paths.push_back(path.string());
}

}  // namespace

Result<Value> input_artifact(const Value& pipeline, const Value& input) {
  const Value* id = input.find("id");
  const Value* artifact = input.find("artifact");
  if (id == nullptr || id->is_null()) {
    if (artifact != nullptr && artifact->is_map()) return *artifact;
    return Error("an input artifact has neither id nor artifact");
  }
  if (!id->is_string()) return Error("the id of an input artifact is no text");
  if (const Value* expected = find_expected(pipeline.find("expectedArtifacts"), id->as_string())) {
    return artifact_of(*expected);
  }
  return not_found(pipeline, id->as_string());
}

std::vector<std::string> repository_paths(const std::string& reference, const std::string& name) {
  std::vector<std::string> paths;
  std::string_view url = reference;
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t host = url.find("://");
  if (host != std::string_view::npos) {
    constexpr std::string_view kContents = "/contents/";
    const std::size_t contents = url.find(kContents, host);
    if (contents != std::string_view::npos) add_path(paths, url.substr(contents + kContents.size()));
  }
  const std::size_t scheme = name.find("://");
  if (scheme == std::string::npos) {
    add_path(paths, name);
  } else if (const std::size_t slash = name.find('/', scheme + 3); slash != std::string::npos) {
    add_path(paths, std::string_view(name).substr(slash));
  }
  if (host != std::string_view::npos) {
    if (const std::size_t slash = url.find('/', host + 3); slash != std::string_view::npos) {
      add_path(paths, url.substr(slash));
    }
  }
  return paths;
}

}  // namespace sailmaker::pipeline
