#include <iterator>
#include <string>
#include <vector>

#include "pipeline/field_table.h"
#include "pipeline/same_name.h"
#include "pipeline/schema.h"

namespace sailmaker::pipeline {

namespace {

constexpr Field kArtifactory[] = {{"artifactorySearchName", kText, Need::required}};
constexpr Field kBuild[] = {{"master", kText, Need::required}, {"job", kText, Need::required}};
constexpr Field kCron[] = {{"cronExpression", kText, Need::required}};
constexpr Field kGit[] = {
    {"source", kText, Need::required}, {"project", kText, Need::required}, {"slug", kText, Need::required},
    {"branch", kText | kNull},         {"secret", kText | kNull},
};
constexpr Field kHelm[] = {{"account", kText, Need::required}};
constexpr Field kImage[] = {{"account", kText, Need::required}, {"repository", kText, Need::required}};
constexpr Field kNexus[] = {{"nexusSearchName", kText, Need::required}};
constexpr Field kPipeline[] = {
    {"application", kText, Need::required},
    {"pipeline", kText, Need::required},
    {"status", kTexts, Need::required},
};
constexpr Field kPubsub[] = {{"pubsubSystem", kText, Need::required}, {"subscriptionName", kText, Need::required}};
constexpr Field kSource[] = {{"source", kText, Need::required}};

constexpr Shape kShapes[] = {
    {"artifactory", kArtifactory},
    {"cdevents", kSource},
    {"concourse", kBuild},
    {"cron", kCron},
    {"docker", kImage},
    {"git", kGit},
    {"gitlab-ci", kBuild},
    {"helm", kHelm},
    {"helm/oci", kImage},
    {"jenkins", kBuild},
    {"manual", {}},
    {"nexus", kNexus},
    {"pipeline", kPipeline},
    {"plugin", {}},
    {"pubsub", kPubsub},
    {"travis", kBuild},
    {"webhook", kSource},
};

}  // namespace

const FieldTable* find_trigger_fields(std::string_view type) {
  static const std::vector<FieldTable> tables = [] {
    std::vector<FieldTable> made;
    for (const Shape& shape : kShapes) made.emplace_back(shape.fields);
    return made;
  }();
  for (std::size_t i = 0; i < std::size(kShapes); ++i) {
    if (same_name(kShapes[i].type, type)) return &tables[i];
  }
  return nullptr;
}

std::span<const std::string> trigger_types() {
  static const std::vector<std::string> types = [] {
    std::vector<std::string> names;
    for (const Shape& shape : kShapes) names.emplace_back(shape.type);
    return names;
  }();
  return types;
}

}  // namespace sailmaker::pipeline
