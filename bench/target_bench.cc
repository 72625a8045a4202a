// What a directory target costs: listing, reading, and writing from several threads at once (the disk decides that
// one). SAILMAKER_BENCH_DIR names the disk; by default the temporary folder.

#include <benchmark/benchmark.h>

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/parallel.h"
#include "target/directory.h"

namespace sailmaker::target {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBodySize = 5000;

std::string id_of(std::size_t number) {
  const std::string digits = std::to_string(number);
  return "f1e2d3c4-0000-5000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

std::string body_of(std::size_t number, std::size_t round) {
  std::string body = R"({"id":")" + id_of(number) + R"(","round":)" + std::to_string(round) + R"(,"fill":")";
  body.resize(kBodySize - 2, 'x');
  return body + "\"}";
}

/// A directory for one benchmark, removed at its end.
struct Store {
  Store() {
    const char* chosen = std::getenv("SAILMAKER_BENCH_DIR");
    std::string name = (chosen != nullptr ? fs::path(chosen) : fs::temp_directory_path()) / "sailmaker-bench-XXXXXX";
    root = ::mkdtemp(name.data());
    target = make_directory(root);
  }
  ~Store() { fs::remove_all(root); }

  /// Puts pipelines there without waiting for the disk.
  void fill(std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) {
      fs::create_directories(root / "pipelines" / id_of(i));
      std::ofstream(root / "pipelines" / id_of(i) / "pipeline-metadata.json") << body_of(i, 0);
    }
  }

  fs::path root;
  std::unique_ptr<Target> target;
};

void list(benchmark::State& state) {
  const Store store;
  store.fill(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(store.target->list());
  state.counters["per_pipeline"] = benchmark::Counter(
      static_cast<double>(state.range(0)), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(list)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);

void read(benchmark::State& state) {
  const Store store;
  store.fill(1000);
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(store.target->read(id_of(next++ % 1000)));
}
BENCHMARK(read)->Unit(benchmark::kMicrosecond);

/// Creates 2,000 pipelines, then replaces them, on range(0) threads.
void write(benchmark::State& state, bool replace) {
  constexpr std::size_t count = 2000;
  for (auto _ : state) {
    const Store store;
    if (replace) store.fill(count);
    ::sync();
    const auto start = std::chrono::steady_clock::now();
    parallel_for(count, static_cast<unsigned>(state.range(0)), [&](std::size_t i) {
      const auto seen = replace ? Precondition::unchanged(store.target->version_of(body_of(i, 0))) : Precondition();
      const auto done = store.target->write(id_of(i), body_of(i, 1), seen);
      if (!done || *done != Outcome::done) state.SkipWithError("a write failed");
    });
    if (!store.target->publish()) state.SkipWithError("publishing failed");
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  state.counters["per_write"] =
      benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK_CAPTURE(write, create, false)
    ->Arg(1)
    ->Arg(4)
    ->Arg(16)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(write, replace, true)
    ->Arg(1)
    ->Arg(4)
    ->Arg(16)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace sailmaker::target
