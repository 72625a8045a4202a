#include "pipeline/schema.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sailmaker::pipeline {

namespace {

// Null is left out for `triggers` (Front50 turns it into a list that is none, which fails later), and for names and
// ids, which have rules of their own.
constexpr Field kPipelineFields[] = {
    {"name", kText},
    {"application", kText},
    {"id", kText},
    {"type", kText | kNull},
    {"schema", kText | kNull},
    {"template", kMap | kNull},
    {"index", kInteger | kNull},
    {"disabled", kBoolean | kNull},
    {"limitConcurrent", kBoolean | kNull},
    {"maxConcurrentExecutions", kInteger | kNull},
    {"keepWaitingPipelines", kBoolean | kNull},
    {"parameterConfig", kMaps | kNull},
    {"triggers", kMaps},
    {"stages", kMaps | kNull},
    {"notifications", kMaps | kNull},
    {"expectedArtifacts", kMaps | kNull},
    {"spelEvaluator", kText | kNull, Need::optional, "v3 v4"},
    {"roles", kTexts | kNull},
    {"serviceAccount", kText | kNull},
    {"executionEngine", kText | kNull},
    {"email", kText | kNull},
    {"stageCounter", kInteger | kNull},
    {"constraints", kMap | kNull},
    {"payloadConstraints", kMap | kNull},
    {"respectQuietPeriod", kBoolean | kNull},
};

constexpr std::uint16_t kFlag = kBoolean | kNull | kSpel;

// refId, type, requisiteStageRefIds and name have rules of their own.
constexpr Field kStageFields[] = {
    {"alias", kText},
    {"comments", kText | kNull},
    {"failPipeline", kFlag},
    {"continuePipeline", kFlag},
    {"completeOtherBranchesThenFail", kFlag},
    {"failOnFailedExpressions", kFlag},
    {"stageEnabled", kMap | kNull},
    {"restrictExecutionDuringTimeWindow", kFlag},
    {"restrictedExecutionWindow", kMap | kNull},
    {"stageTimeoutMs", kNumber | kNull | kSpel},
    {"markSuccessfulOnTimeout", kFlag},
    {"sendNotifications", kFlag},
    {"notifications", kMaps | kNull},
    {"expectedArtifacts", kMaps | kNull},
    {"startTimeExpiry", kText},
    {"cloudProvider", kText},
    {"account", kText},
    {"waitForCompletion", kFlag},
    {"skipExpressionEvaluation", kFlag},
};

constexpr Field kTriggerFields[] = {
    {"id", kText | kNull},
    {"description", kText | kNull},
    {"runAsUser", kText | kNull},
    {"expectedArtifactIds", kTexts | kNull},
    {"payloadConstraints", kMap | kNull},
    {"attributeConstraints", kMap | kNull},
    {"parameters", kMap | kNull},
};

struct TypeName {
  std::uint16_t type;
  std::string_view name;
};

constexpr TypeName kTypeNames[] = {
    {kText, "text"},   {kBoolean, "a boolean"}, {kInteger, "an integer"},   {kNumber, "a number"},
    {kMap, "a map"},   {kNumeric, "a number"},  {kTexts, "a list of text"}, {kMaps, "a list of maps"},
    {kList, "a list"},
};

bool is_numeric(const Value& value) {
  if (value.is_integer() || value.is_real()) return true;
  if (!value.is_string()) return false;
  const std::string_view text = value.as_string();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

template <typename Is>
bool all_are(const Value& list, Is is) {
  return std::all_of(list.as_list().begin(), list.as_list().end(), is);
}

bool accepts_list(std::uint16_t types, const Value& list) {
  if (types & kList) return true;
  if (types & kTexts) return all_are(list, [](const Value& item) { return item.is_string(); });
  if (types & kMaps) return all_are(list, [](const Value& item) { return item.is_map(); });
  return false;
}

bool accepts_text(std::uint16_t types, const Value& text) {
  if (types & kText) return true;
  if ((types & kSpel) && text.as_string().find("${") != std::string_view::npos) return true;
  return (types & kNumeric) && is_numeric(text);
}

}  // namespace

std::span<const Field> pipeline_fields() { return kPipelineFields; }
std::span<const Field> stage_fields() { return kStageFields; }
std::span<const Field> trigger_fields() { return kTriggerFields; }

bool accepts(std::uint16_t types, const Value& value) {
  if (types & kAny) return true;
  switch (value.kind()) {
    case Kind::null: return types & kNull;
    case Kind::boolean: return types & kBoolean;
    case Kind::integer:
    case Kind::big_integer: return types & (kInteger | kNumber | kNumeric);
    case Kind::real: return types & (kNumber | kNumeric);
    case Kind::string: return accepts_text(types, value);
    case Kind::list: return accepts_list(types, value);
    case Kind::map: return types & kMap;
    case Kind::object: return false;
  }
  return false;
}

std::string expected_kind(std::uint16_t types) {
  std::string out;
  for (const TypeName& type : kTypeNames) {
    if (!(types & type.type)) continue;
    if (!out.empty()) out += " or ";
    out += type.name;
  }
  return out;
}

}  // namespace sailmaker::pipeline
