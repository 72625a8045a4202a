// What each step on a linked pipeline costs: ten stages, about 5 KB of JSON.

#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "pipeline/ids.h"
#include "pipeline/link.h"
#include "pipeline/mark.h"
#include "pipeline/server_fields.h"
#include "pipeline/validate.h"
#include "pipeline/validate_steps.h"
#include "tests/pipeline/samples.h"
#include "value/json.h"

namespace sailmaker::pipeline {
namespace {

// Copies that share nothing with each other, as documents come from YAML.
std::vector<Value> fresh(const std::string& text, std::size_t count) {
  std::vector<Value> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(*parse_json(text, "bench"));
  return out;
}

Value linked_sample() {
  Value value = sample_pipeline();
  link(value, sample_context());
  set_mark(value, {"azar/my-microservice/prod/deploy", digest_of(value)});
  return value;
}

// A few in one step: pausing the clock for each document would cost as much as the work. More would not stay in cache.
constexpr std::size_t kBatch = 8;

void link_one(benchmark::State& state) {
  const std::string text = to_json(sample_pipeline());
  const LinkContext context = sample_context();
  for (auto _ : state) {
    state.PauseTiming();
    auto documents = std::make_unique<std::vector<Value>>(fresh(text, kBatch));
    state.ResumeTiming();
    for (Value& document : *documents) benchmark::DoNotOptimize(link(document, context));
    state.PauseTiming();
    documents.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
  state.counters["bytes"] = static_cast<double>(text.size());
}
BENCHMARK(link_one);

void link_and_validate(benchmark::State& state) {
  const std::string text = to_json(sample_pipeline());
  const LinkContext context = sample_context();
  for (auto _ : state) {
    state.PauseTiming();
    auto documents = std::make_unique<std::vector<Value>>(fresh(text, kBatch));
    state.ResumeTiming();
    for (Value& document : *documents) {
      benchmark::DoNotOptimize(link(document, context));
      benchmark::DoNotOptimize(validate(document));
    }
    state.PauseTiming();
    documents.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(link_and_validate);

void validate_one(benchmark::State& state) {
  const Value value = linked_sample();
  for (auto _ : state) benchmark::DoNotOptimize(validate(value));
}
BENCHMARK(validate_one);

// The part of validate_one that goes to expressions, and to finding them.
void validate_expressions(benchmark::State& state) {
  const Value value = linked_sample();
  Problems found;
  const std::vector<StageNotes> stages = check_stages(check_head(value, found), found);
  for (auto _ : state) {
    Problems problems;
    SpelTexts texts;
    scan_document(value, texts);
    check_expressions(value, stages, texts, problems);
    benchmark::DoNotOptimize(problems);
  }
}
BENCHMARK(validate_expressions);

void says_the_same_as_stored(benchmark::State& state) {
  const Value desired = linked_sample();
  const Value stored = *parse_json(to_json(desired), "bench");
  for (auto _ : state) benchmark::DoNotOptimize(says_the_same(desired, stored));
}
BENCHMARK(says_the_same_as_stored);

void says_the_same_after_front50(benchmark::State& state) {
  const Value desired = linked_sample();
  const Value stored = through_front50(desired);
  for (auto _ : state) benchmark::DoNotOptimize(says_the_same(desired, stored));
}
BENCHMARK(says_the_same_after_front50);

void digest(benchmark::State& state) {
  const Value value = linked_sample();
  for (auto _ : state) benchmark::DoNotOptimize(digest_of(value));
}
BENCHMARK(digest);

void comparable_with_stored(benchmark::State& state) {
  const Value desired = linked_sample();
  const Value stored = through_front50(desired);
  for (auto _ : state) benchmark::DoNotOptimize(comparable(stored, desired));
}
BENCHMARK(comparable_with_stored);

void replace_ids_without_a_match(benchmark::State& state) {
  Value value = linked_sample();
  std::map<std::string, std::string, std::less<>> ids;
  for (int i = 0; i < 10'000; ++i) ids.emplace(pipeline_id("some/key/" + std::to_string(i)), "x");
  for (auto _ : state) replace_ids(value, ids);
}
BENCHMARK(replace_ids_without_a_match);

}  // namespace
}  // namespace sailmaker::pipeline
