#include <benchmark/benchmark.h>

#include <string>

#include "diff/diff.h"
#include "diff/print.h"
#include "tests/diff/pipelines.h"
#include "value/json.h"
#include "value/path.h"

namespace sailmaker::diff {
namespace {

std::string name_item(const Path&, const Value& item) {
  for (const char* key : {"refId", "displayName", "name", "type"}) {
    const Value* name = item.find(key);
    if (name != nullptr && name->is_string()) return std::string(name->as_string());
  }
  return {};
}

// Two pipelines of about 6 KB that share nothing, as one read from a target and one generated do.
PipelineEdit apart() {
  PipelineEdit edit = four_edits();
  edit.before = *parse_json(to_json(edit.before), "before");
  edit.after = *parse_json(to_json(edit.after), "after");
  return edit;
}

void BM_Compare(benchmark::State& state) {
  const PipelineEdit edit = apart();
  for (auto _ : state) benchmark::DoNotOptimize(compare(edit.before, edit.after, name_item));
  state.counters["json_bytes"] = static_cast<double>(to_json(edit.before).size());
  state.counters["changes"] = static_cast<double>(compare(edit.before, edit.after, name_item).size());
}
BENCHMARK(BM_Compare);

void BM_CompareEqual(benchmark::State& state) {
  const PipelineEdit edit = apart();
  const Value same = *parse_json(to_json(edit.before), "same");
  for (auto _ : state) benchmark::DoNotOptimize(compare(edit.before, same, name_item));
}
BENCHMARK(BM_CompareEqual);

void BM_Text(benchmark::State& state) {
  const PipelineEdit edit = apart();
  for (auto _ : state) benchmark::DoNotOptimize(to_text(edit.before, edit.after, name_item));
}
BENCHMARK(BM_Text);

void BM_Unified(benchmark::State& state) {
  const PipelineEdit edit = apart();
  for (auto _ : state) benchmark::DoNotOptimize(to_unified(edit.before, edit.after, "a", "b"));
}
BENCHMARK(BM_Unified);

}  // namespace
}  // namespace sailmaker::diff
