#include "pipeline/identity.h"

#include <gtest/gtest.h>

#include "tests/pipeline/samples.h"

namespace sailmaker::pipeline {
namespace {

TEST(Identity, OfEachList) {
  const struct {
    Path list;
    const char* item;
    const char* identity;
  } cases[] = {
      {{"stages"}, "{'refId': 'bake', 'name': 'Bake'}", "bake"},
      {{"stages"}, "{'refId': 1}", ""},
      {{"stages"}, "'bake'", ""},
      {{"expectedArtifacts"}, "{'displayName': 'Chart', 'id': 'x'}", "Chart"},
      {{"stages", std::size_t{2}, "expectedArtifacts"}, "{'id': 'x'}", "x"},
      {{"parameterConfig"}, "{'name': 'version'}", "version"},
      {{"triggers"},
       "{'type': 'git', 'source': 'github', 'project': 'a', 'slug': 'b', 'branch': 'c', 'id': '7'}",
       "git|github|a|b|c"},
      {{"triggers"},
       "{'type': 'cron', 'cronExpression': '0 0 3 ? * 2', 'id': '7', 'enabled': true}",
       "cron|0 0 3 ? * 2"},
      {{"triggers"}, "{'type': 'ours', 'b': 2, 'a': 'x', 'id': '7', 'runAsUser': 'u', 'l': []}", "ours|a=x|b=2"},
      {{"stages", std::size_t{2}, "variables"}, "{'key': 'k', 'value': 'v'}", "k"},
      {{"stages", std::size_t{2}, "inputArtifacts"}, "{'id': 'x', 'account': 'a'}", "x"},
      {{"stages", std::size_t{2}, "manifests"}, "{'kind': 'Service'}", ""},
      {{}, "{'refId': 'bake'}", ""},
      {{std::size_t{1}}, "{'refId': 'bake'}", ""},
  };
  for (const auto& each : cases) EXPECT_EQ(identity_of(each.list, json(each.item)), each.identity) << each.item;
}

}  // namespace
}  // namespace sailmaker::pipeline
