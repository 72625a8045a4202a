// How long a rendered pipeline of 5 KB takes to become a value, by either reader, and to be written again.
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

#include "yaml/composer.h"
#include "yaml/emitter.h"
#include "yaml/events.h"
#include "yaml/fast_scanner.h"
#include "yaml/parser.h"

namespace {

std::string pipeline() {
  std::ifstream file(SAILMAKER_SOURCE_DIR "/fuzz/corpus/yaml/pipeline.yaml", std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void set_bytes(benchmark::State& state, const std::string& text) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void parse(benchmark::State& state) {
  const std::string text = pipeline();
  for (auto _ : state) {
    auto document = sailmaker::yaml::parse(text, "pipeline.yaml");
    if (!document) return state.SkipWithError(to_line(document.error()).c_str());
    benchmark::DoNotOptimize(document->root);
  }
  set_bytes(state, text);
}

void compose(benchmark::State& state) {
  const std::string text = pipeline();
  const sailmaker::yaml::Options options;
  for (auto _ : state) {
    auto document = sailmaker::yaml::compose(text, "pipeline.yaml", options);
    if (!document) return state.SkipWithError(to_line(document.error()).c_str());
    benchmark::DoNotOptimize(document->root);
  }
  set_bytes(state, text);
}

void libyaml_events(benchmark::State& state) {
  const std::string text = pipeline();
  for (auto _ : state) {
    sailmaker::yaml::Events events(text, "pipeline.yaml");
    while (events.next().kind != sailmaker::yaml::Event::Kind::stream_end) {
    }
  }
  set_bytes(state, text);
}

void everyday_text(benchmark::State& state) {
  const std::string text = pipeline();
  for (auto _ : state) benchmark::DoNotOptimize(sailmaker::yaml::is_everyday_text(text));
  set_bytes(state, text);
}

void write(benchmark::State& state) {
  const auto document = sailmaker::yaml::parse(pipeline(), "pipeline.yaml");
  std::string out;
  for (auto _ : state) {
    out.clear();
    sailmaker::yaml::write(document->root, out, 0);
    benchmark::DoNotOptimize(out);
  }
  set_bytes(state, out);
}

BENCHMARK(parse);
BENCHMARK(compose);
BENCHMARK(libyaml_events);
BENCHMARK(everyday_text);
BENCHMARK(write);

}  // namespace
