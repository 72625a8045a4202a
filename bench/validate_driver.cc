#include <ctime>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "generate/generator.h"
#include "pipeline/validate.h"
#include "store/folder.h"

// What checking adds to generating a fleet; validate_bench.py runs it and says what the figures mean.
//
//     validate_driver FLEET ROUNDS
//
// Prints a line a round: microseconds of CPU time a pipeline for generating without guard rails, for doing so and
// validating everything once more, and for generating with guard rails. One thread; the three take turns.

namespace {

using namespace sailmaker;

double cpu_microseconds() {
  std::timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

enum class Again { no, yes };

// Microseconds a pipeline. A batch is short enough to stay in cache, as a pipeline does that is validated only once.
double run(const generate::Generator& generator, Again again) {
  constexpr std::size_t kBatch = 16;
  const auto& entries = generator.entries();
  const double began = cpu_microseconds();
  std::vector<generate::Generated> made;
  for (std::size_t i = 0; i < entries.size(); i += kBatch) {
    made.clear();
    for (std::size_t j = i; j < std::min(i + kBatch, entries.size()); ++j) {
      made.push_back(generator.generate(entries[j]));
      if (!made.back().findings.empty()) std::fprintf(stderr, "%s has findings\n", made.back().key.c_str()), exit(1);
    }
    for (std::size_t j = 0; again == Again::yes && j < made.size(); ++j) {
      if (!pipeline::validate(made[j].pipeline).empty()) exit(1);
    }
  }
  return (cpu_microseconds() - began) / static_cast<double>(entries.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fputs("usage: validate_driver FLEET ROUNDS\n", stderr), 2;
  const auto guarded = store::read_folder(argv[1]);
  auto plain = store::read_folder(argv[1]);
  if (guarded.has_errors() || guarded.fleet.guard_rails.empty())
    return std::fputs("this fleet will not do\n", stderr), 1;
  plain.fleet.guard_rails.clear();
  const generate::Generator with_rails(guarded.fleet);
  const generate::Generator without_rails(plain.fleet);
  for (int round = 0; round < std::atoi(argv[2]); ++round) {
    const double once = run(without_rails, Again::no);
    const double twice = run(without_rails, Again::yes);
    const double rails = run(with_rails, Again::no);
    std::printf("%.2f %.2f %.2f\n", once, twice, rails);
    std::fflush(stdout);
  }
  return 0;
}
