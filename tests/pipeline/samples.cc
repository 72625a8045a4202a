#include "tests/pipeline/samples.h"

#include <algorithm>
#include <stdexcept>

#include "pipeline/ids.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {

Value json(std::string_view text) {
  std::string real(text);
  std::replace(real.begin(), real.end(), '\'', '"');
  auto value = parse_json(real, "test");
  if (!value) throw std::invalid_argument(value.error().message + ": " + real);
  return *std::move(value);
}

LinkContext sample_context() {
  LinkContext context;
  context.key = "azar/my-microservice/prod/deploy";
  context.find_pipeline = [](std::string_view name) -> std::optional<Known> {
    const std::string prefix = "azar/my-microservice/prod/";
    for (const std::string known : {"deploy", "deploy-canary", "canary-test"}) {
      if (name == known || name == prefix + known) return Known{pipeline_id(prefix + known), "azar"};
    }
    return std::nullopt;
  };
  context.pipeline_names = [] { return std::vector<std::string>{"deploy", "deploy-canary", "canary-test"}; };
  return context;
}

namespace {

std::string replace_all(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

constexpr std::string_view kBakeAndDeploy = R"(
  {'refId': 'bake-$', 'requisiteStageRefIds': ['@'], 'type': 'bakeManifest', 'name': 'Bake $',
   'cloudProvider': 'kubernetes', 'account': 'k8s-azar-prod', 'templateRenderer': 'HELM3', 'namespace': 'azar-prod',
   'outputName': 'my-microservice', 'inputArtifacts': [{'id': 'Deploy Chart', 'account': 'charts'},
     {'id': 'Common Values', 'account': 'github'}, {'id': 'Stack Values', 'account': 'github'}],
   'overrides': {'image.tag': '${parameters[\"version\"]}', 'replicas': 3},
   'expectedArtifacts': [{'displayName': 'Manifest $', 'matchArtifact': {'type': 'embedded/base64', 'name': 'manifest-$'}}]},
  {'refId': 'deploy-$', 'requisiteStageRefIds': ['bake-$'], 'type': 'deployManifest', 'name': 'Deploy $',
   'cloudProvider': 'kubernetes', 'account': 'k8s-azar-prod', 'source': 'artifact', 'manifestArtifactId': 'Manifest $',
   'skipExpressionEvaluation': true, 'moniker': {'app': 'azar'}, 'namespaceOverride': '', 'stageTimeoutMs': 1800000,
   'failPipeline': true, 'continuePipeline': false, 'completeOtherBranchesThenFail': false,
   'trafficManagement': {'enabled': false, 'options': {'enableTraffic': false, 'services': []}}})";

}  // namespace

Value sample_pipeline(int services) {
  std::string text = R"({
    'name': 'azar-prod-deploy', 'application': 'azar', 'limitConcurrent': true, 'keepWaitingPipelines': false,
    'spelEvaluator': 'v4', 'notifications': [],
    'parameterConfig': [
      {'name': 'version', 'label': 'Version', 'required': true, 'default': '1.0.0', 'description': 'image tag'},
      {'name': 'helmBranch', 'required': false, 'default': 'master'}, {'name': 'reason', 'required': false, 'default': ''}],
    'expectedArtifacts': [
      {'displayName': 'Deploy Chart', 'useDefaultArtifact': true, 'usePriorArtifact': false,
       'matchArtifact': {'type': 'helm/chart', 'name': 'deploy', 'artifactAccount': 'charts'},
       'defaultArtifact': {'type': 'helm/chart', 'name': 'deploy', 'version': '1.0.0', 'artifactAccount': 'charts'}},
      {'displayName': 'Common Values', 'useDefaultArtifact': true, 'usePriorArtifact': false,
       'matchArtifact': {'type': 'github/file', 'name': 'deploy-values/azar/azar-prod/my-microservice/values.yaml'},
       'defaultArtifact': {'type': 'github/file', 'version': '${parameters[\"helmBranch\"] ?: \"master\"}',
         'reference': 'https://api.git.example.com/repos/azar/values/contents/deploy-values/azar/values.yaml'}},
      {'displayName': 'Stack Values', 'useDefaultArtifact': true, 'usePriorArtifact': false,
       'matchArtifact': {'type': 'github/file', 'name': 'deploy-values/azar/azar-prod/my-microservice/prod-values.yaml'},
       'defaultArtifact': {'type': 'github/file', 'version': '${parameters[\"helmBranch\"] ?: \"master\"}',
         'reference': 'https://api.git.example.com/repos/azar/values/contents/deploy-values/azar/prod-values.yaml'}}],
    'triggers': [
      {'type': 'git', 'enabled': true, 'source': 'github', 'project': 'azar', 'slug': 'my-microservice', 'branch': 'master'},
      {'type': 'cron', 'enabled': false, 'cronExpression': '0 0 3 ? * MON-FRI'}],
    'stages': [
      {'refId': 'build', 'requisiteStageRefIds': [], 'type': 'jenkins', 'name': 'Build Image', 'master': 'jenkins',
       'job': '99-common/job/docker-build', 'parameters': {'Branch': '${parameters[\"imageBranch\"]}',
         'GitRepoName': 'azar/my-microservice'}, 'failPipeline': true, 'continuePipeline': false})";
  std::string before = "build";
  for (int i = 0; i < services; ++i) {
    const std::string number = std::to_string(i);
    text += "," + replace_all(replace_all(std::string(kBakeAndDeploy), "$'", number + "'"), "@", before);
    before = "deploy-" + number;
  }
  text += R"(, {'refId': 'wait', 'requisiteStageRefIds': [')" + before + R"('], 'type': 'wait', 'waitTime': 30},
      {'refId': 'canary', 'requisiteStageRefIds': ['wait'], 'type': 'pipeline', 'name': 'Run Canary',
       'pipeline': 'deploy-canary', 'waitForCompletion': true, 'pipelineParameters': {'version': '1'}}]})";
  return json(text);
}

namespace {

Value reordered(const Value& value) {
  if (value.is_list()) {
    List out;
    for (const Value& item : value.as_list()) out.push_back(reordered(item));
    return Value(std::move(out));
  }
  if (!value.is_map()) return value;
  Map out;
  for (std::size_t i = value.as_map().size(); i > 0; --i) {
    out.set(value.as_map().at(i - 1).key, reordered(value.as_map().at(i - 1).value));
  }
  return Value(std::move(out));
}

}  // namespace

Value through_front50(const Value& pipeline) {
  Value out = *parse_json(to_json(reordered(pipeline)), "body");
  Map& map = out.mutable_map();
  for (const std::string_view field : {"index", "disabled", "schema", "limitConcurrent", "email"}) {
    if (map.contains(field) && map.find(field)->is_null()) map.erase(Value(field));
  }
  if (!map.contains("schema")) map.set("schema", "1");
  if (!map.contains("triggers")) map.set("triggers", Value(List()));
  for (Value& trigger : map.find("triggers")->mutable_list()) {
    const bool cron = trigger.find("type") != nullptr && *trigger.find("type") == Value("cron");
    if (cron) trigger.mutable_map().set("id", "0b7b4b4c-3c61-4d1e-9a55-000000000001");
  }
  map.set_first("updateTs", "1700000000000");
  map.set("lastModifiedBy", "anonymous");
  return out;
}

std::string to_text(const Problems& problems) {
  std::string out;
  for (const Problem& problem : problems) {
    out += problem.severity == Severity::error ? "error" : "warning";
    out += ' ' + (problem.path.empty() ? std::string("(document)") : to_string(problem.path));
    if (problem.part == Places::Part::key) out += " (key)";
    out += " [" + problem.rule + "]: " + problem.message + '\n';
    for (const Problem::Also& also : problem.also) out += "  " + also.what + ' ' + to_string(also.path) + '\n';
    if (!problem.hint.empty()) out += "  hint: " + problem.hint + '\n';
  }
  return out;
}

}  // namespace sailmaker::pipeline
