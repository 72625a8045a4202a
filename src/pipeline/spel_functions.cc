#include "pipeline/spel_functions.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace sailmaker::pipeline {

namespace {

// By name. The execution, which Orca puts in itself, is not counted among the arguments.
constexpr SpelFunction kFunctions[] = {
    {"alphanumerical"},
    {"applicationMetadata"},
    {"canaryConfigNameToId", 2, 2},
    {"cfServiceKey", 1, 1, true},
    {"currentStage", 0, 0, true},
    {"currentUser", 0, 0},
    {"deployedServerGroups", 0, SpelFunction::kAny, true},
    {"doNotEval"},
    {"fetchReference"},
    {"fromBase64"},
    {"fromUrl"},
    {"jsonFromUrl"},
    {"judgement", 1, 1, true, SpelNames::judgment},
    {"judgment", 1, 1, true, SpelNames::judgment},
    {"manifestLabelValue", 3, 3, true, SpelNames::deployed_manifest},
    {"pipelineId", 1, 1, true},
    {"pipelineIdInApplication", 2, 2, true},
    {"pipelineIdOrNull", 1, 1, true},
    {"propertiesFromUrl"},
    {"readAllYaml"},
    {"readJson"},
    {"readYaml"},
    {"resolvedArtifacts", 0, 0, true},
    {"stage", 1, 1, true, SpelNames::stage_or_id},
    {"stageByRefId", 1, 1, true, SpelNames::ref_id},
    {"stageExists", 1, 1, true},
    {"toBase64"},
    {"toBoolean"},
    {"toFloat"},
    {"toInt"},
    {"toJson"},
    {"triggerResolvedArtifact", 1, 1, true},
    {"triggerResolvedArtifactByType", 1, 1, true},
    {"yamlFromUrl"},
};

// What may be used, by qualified name; java.lang may be left out. T(int) and the like are no types to look up.
constexpr std::string_view kTypes[] = {
    "java.lang.Boolean",
    "java.lang.Byte",
    "java.lang.Double",
    "java.lang.Integer",
    "java.lang.Long",
    "java.lang.Math",
    "java.lang.String",
    "java.net.URLEncoder",
    "java.text.SimpleDateFormat",
    "java.time.DayOfWeek",
    "java.time.Instant",
    "java.time.LocalDate",
    "java.time.LocalDateTime",
    "java.time.temporal.ChronoUnit",
    "java.time.temporal.TemporalAdjusters",
    "java.util.Date",
    "java.util.Random",
    "java.util.UUID",
};
constexpr std::string_view kPrimitives[] = {"boolean", "byte", "char",  "double", "float",
                                            "int",     "long", "short", "void"};

}  // namespace

const SpelFunction* find_spel_function(std::string_view name) {
  const auto* found =
      std::lower_bound(std::begin(kFunctions), std::end(kFunctions), name,
                       [](const SpelFunction& each, std::string_view wanted) { return each.name < wanted; });
  return found != std::end(kFunctions) && found->name == name ? found : nullptr;
}

std::span<const std::string> spel_function_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> made;
    for (const SpelFunction& each : kFunctions) made.push_back("#" + std::string(each.name));
    return made;
  }();
  return names;
}

bool is_allowed_spel_type(std::string_view name) {
  if (std::find(std::begin(kPrimitives), std::end(kPrimitives), name) != std::end(kPrimitives)) return true;
  constexpr std::string_view kLang = "java.lang.";
  return std::any_of(std::begin(kTypes), std::end(kTypes), [&](std::string_view type) {
    return type == name || (type.starts_with(kLang) && type.substr(kLang.size()) == name);
  });
}

}  // namespace sailmaker::pipeline
