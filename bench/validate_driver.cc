#include <ctime>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "generate/generator.h"
#include "pipeline/validate.h"
#include "store/folder.h"

// What checking adds to generating a fleet; validate_bench.py runs it and says what the figures mean.
//
//     validate_driver FLEET ROUNDS
//
// Prints a line a round: microseconds of CPU time a pipeline for generating without guard rails, for doing so and
// validating each once more, and for generating with guard rails. One thread; the three take turns.

namespace {

using namespace sailmaker;

double cpu_microseconds() {
  std::timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

enum class Again { no, yes };

// Microseconds a pipeline.
double run(const generate::Generator& generator, Again again) {
  const double began = cpu_microseconds();
  for (const fleet::Entry& entry : generator.entries()) {
    const generate::Generated made = generator.generate(entry);
    if (!made.findings.empty()) std::fprintf(stderr, "%s has findings\n", made.key.c_str()), std::exit(1);
    if (again == Again::yes && !pipeline::validate(made.pipeline).empty()) std::exit(1);
  }
  return (cpu_microseconds() - began) / static_cast<double>(generator.entries().size());
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
