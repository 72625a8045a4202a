#include <benchmark/benchmark.h>

#include <cstdlib>

#include "fleet/layers.h"
#include "store/folder.h"

// What layering costs per pipeline, and what reading a fleet costs per service. SAILMAKER_BENCH_FLEET names the fleet,
// such as one of bench/make_fleet.py; without it the example is taken.
namespace {

using namespace sailmaker;

std::string fleet_folder() {
  const char* folder = std::getenv("SAILMAKER_BENCH_FLEET");
  return folder != nullptr ? folder : std::string(SAILMAKER_SOURCE_DIR) + "/examples/fleet";
}

void read_folder(benchmark::State& state) {
  std::size_t services = 0;
  for (auto _ : state) {
    services += store::read_folder(fleet_folder(), static_cast<unsigned>(state.range(0))).fleet.services.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(services));
}
BENCHMARK(read_folder)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void layer(benchmark::State& state, bool with_standard_names) {
  const auto loaded = store::read_folder(fleet_folder());
  const fleet::Layering layering(loaded.fleet);
  const auto entries = fleet::entries(loaded.fleet);
  fleet::Findings findings;
  std::size_t pipelines = 0;
  for (auto _ : state) {
    for (const fleet::Entry& entry : entries) {
      Value variables = layering.variables(entry, findings);
      if (with_standard_names) layering.add_standard_names(entry, variables);
      benchmark::DoNotOptimize(variables);
    }
    pipelines += entries.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(pipelines));
}
BENCHMARK_CAPTURE(layer, variables, false);
BENCHMARK_CAPTURE(layer, variables_and_standard_names, true);

void make_layering(benchmark::State& state) {
  const auto loaded = store::read_folder(fleet_folder());
  for (auto _ : state) benchmark::DoNotOptimize(fleet::Layering(loaded.fleet));
}
BENCHMARK(make_layering)->Unit(benchmark::kMillisecond);

void list_entries(benchmark::State& state) {
  const auto loaded = store::read_folder(fleet_folder());
  for (auto _ : state) benchmark::DoNotOptimize(fleet::entries(loaded.fleet));
}
BENCHMARK(list_entries)->Unit(benchmark::kMillisecond);

}  // namespace
