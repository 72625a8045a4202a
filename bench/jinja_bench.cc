// Compiling and rendering a pipeline template of about 5 KB with some 60 expressions, macros in a library.

#include <benchmark/benchmark.h>

#include "jinja/environment.h"
#include "jinja/source_map.h"
#include "value/json.h"

namespace {

using namespace sailmaker;
using namespace sailmaker::jinja;

constexpr const char* kLibrary = R"({% macro artifact(name, version, account='helm') -%}
  - displayName: {{ name }}
    id: "{{ name }}"
    matchArtifact:
      artifactAccount: {{ account }}
      name: {{ name }}
      type: helm/chart
      version: "{{ version }}"
    useDefaultArtifact: true
{% endmacro %}
{% macro bake(ref, name, chart, overrides, requires=[]) -%}
  - refId: "{{ ref }}"
    name: {{ name }}
    type: bakeManifest
    account: k8s-{{ product }}-{{ stack }}
    inputArtifacts:
      - account: helm
        id: {{ chart }}
    namespace: {{ namespace }}
    outputName: {{ app_name }}-{{ stack }}
    overrides:
{%- for key, value in overrides.items() %}
      {{ key }}: {{ value }}
{%- endfor %}
    requisiteStageRefIds: {{ requires|tojson }}
    templateRenderer: HELM3
{% endmacro %}
{% macro deploy(ref, name, requires=[]) -%}
  - refId: "{{ ref }}"
    name: {{ name }}
    type: deployManifest
    account: k8s-{{ product }}-{{ stack }}
    cloudProvider: kubernetes
    manifestArtifactId: {{ name|lower|replace(' ', '-') }}
    moniker: {app: {{ app_name }}}
    requisiteStageRefIds: {{ requires|tojson }}
    skipExpressionEvaluation: true
    source: artifact
    trafficManagement: {enabled: false}
{% endmacro %}
)";

constexpr const char* kTemplate = R"({% from 'lib' import artifact, bake, deploy with context %}
name: {{ product }}-{{ stack }}-deploy
application: {{ app_name }}
description: |
  Deploys {{ app_name }} of {{ team }} to {{ namespace }} ({{ stack|upper }}).
keepWaitingPipelines: false
limitConcurrent: true
parameterConfig:
{% for parameter in parameters %}
  - name: {{ parameter.name }}
    label: {{ parameter.label|default(parameter.name|title) }}
    default: "{{ parameter.default }}"
    required: {{ parameter.required|default(false)|lower }}
    description: {{ parameter.description }}
{% endfor %}
expectedArtifacts:
  {{ artifact('deploy', chart_version) }}
  {{ artifact('service', chart_version, account='helm-service') }}
triggers:
{% if stack == 'dev' %}
  - type: git
    branch: {{ branch }}
    slug: {{ git_repo.split('/')[-1]|replace('.git', '') }}
    enabled: true
{% else %}
  - type: webhook
    source: {{ app_name }}-{{ stack }}
    payloadConstraints: {secret: "{{ product }}-{{ app_name }}"}
{% endif %}
stages:
  - refId: build
    name: Build Image
    type: jenkins
    job: 99-common/job/docker-build
    parameters:
      Branch: ${parameters["version"]}
      DockerImageName: {{ product }}/{{ app_name }}
      DockerImageTag: ${parameters["version"]}
      GitRepoName: {{ git_repo }}
{% set overrides = {'image.tag': '${parameters["version"]}', 'replicas': replicas, 'stack': stack} %}
  {{ bake('bake-deploy', 'Bake Deploy', 'deploy', overrides, ['build']) }}
  {{ deploy('deploy', 'Deploy', ['bake-deploy']) }}
  {{ bake('bake-service', 'Bake Service', 'service', overrides, ['deploy']) }}
  {{ deploy('deploy-service', 'Deploy Service', ['bake-service']) }}
{% for weight in canary_weights %}
  - refId: canary-{{ weight }}
    name: Canary {{ weight }}%
    type: wait
    waitTime: {{ weight * 2 + loop.index }}
    requisiteStageRefIds: [{% if loop.first %}deploy-service{% else %}canary-{{ loop.previtem }}{% endif %}]
{% endfor %}
)";

constexpr const char* kContext =
    R"({"product": "azar", "stack": "prod", "app_name": "my-microservice", "team": "devops",
 "namespace": "devops-test", "chart_version": "1.4.2", "branch": "master", "replicas": 3,
 "git_repo": "git@git.example.com:azar/my-microservice.git", "canary_weights": [1, 10, 25, 50],
 "parameters": [
  {"name": "version", "default": "", "required": true, "description": "The version to deploy"},
  {"name": "helmBranch", "default": "master", "description": "Branch of the values"},
  {"name": "imageBranch", "default": "master", "label": "Image branch", "description": "Branch of the image"},
  {"name": "skipDeploy", "default": "false", "description": "Leave the deployment alone"},
  {"name": "disableCanaryDeploy", "default": "false", "description": "No canary"}]})";

Loader loader() {
  return [](const std::string& name) -> std::optional<std::string> {
    if (name == "lib") return kLibrary;
    return std::nullopt;
  };
}

Options options() {
  Options made;
  made.trim_blocks = made.lstrip_blocks = true;
  made.undefined = UndefinedKind::strict;
  return made;
}

void compile(benchmark::State& state) {
  const Environment environment(options(), loader());
  for (auto _ : state) benchmark::DoNotOptimize(environment.compile(kTemplate, "deploy"));
}
BENCHMARK(compile);

void render_with(benchmark::State& state, bool with_map) {
  const Environment environment(options(), loader());
  const auto compiled = *environment.compile(kTemplate, "deploy");
  const Value context = *parse_json(kContext, "context");
  std::size_t bytes = 0;
  for (auto _ : state) {
    SourceMap map;
    auto output = compiled->render(context, with_map ? &map : nullptr);
    if (!output) return state.SkipWithError(to_text(output.error()).c_str());
    bytes = output->size();
  }
  state.counters["bytes"] = static_cast<double>(bytes);
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

void render(benchmark::State& state) { render_with(state, false); }
BENCHMARK(render);

void render_with_source_map(benchmark::State& state) { render_with(state, true); }
BENCHMARK(render_with_source_map);

}  // namespace
