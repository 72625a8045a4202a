// Any text: reading ends within its limits, the fast reader never disagrees with libyaml's, and what was read is
// written and read back as the same value.
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "yaml/composer.h"
#include "yaml/emitter.h"
#include "yaml/fast_reader.h"
#include "yaml/parser.h"

using namespace sailmaker;

namespace {

[[noreturn]] void stop(const char* why) {
  std::fprintf(stderr, "%s\n", why);
  std::abort();
}

void compare_readers(std::string_view text, const yaml::Options& options, const Result<yaml::Document>& slow) {
  yaml::Document fast;
  if (!yaml::read_fast(text, options.limits, fast)) return;
  if (!slow) stop("only the fast reader takes it");
  if (!identical(fast.root, slow->root, KeyOrder::counts)) stop("the readers make different values");
  if (fast.surprises.size() != slow->surprises.size()) stop("the readers find different surprises");
  for (std::size_t i = 0; i < fast.surprises.size(); ++i) {
    if (fast.surprises[i].span != slow->surprises[i].span) stop("the readers see surprises at different places");
    if (fast.surprises[i].message != slow->surprises[i].message) stop("the readers word surprises differently");
  }
}

void write_and_read_back(const Value& value, const yaml::Options& options) {
  const std::string written = yaml::write(value);
  const auto back = yaml::parse(written, "written", options);
  if (!back) stop(("what was written cannot be read: " + to_line(back.error()) + "\n" + written).c_str());
  if (!identical(value, back->root, KeyOrder::counts)) stop(("reads back differently:\n" + written).c_str());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  yaml::Options options;
  options.limits.nodes = 10'000;
  const auto slow = yaml::compose(text, "input", options);
  compare_readers(text, options, slow);
  if (!slow) {
    if (slow.error().message.empty()) stop("an error without a message");
    return 0;
  }
  yaml::Options placed = options;
  placed.record = yaml::Record::places;
  const auto again = yaml::parse(text, "input", placed);
  if (!again || again->places.empty()) stop("recording places changes the result");
  yaml::Options roomy;
  roomy.limits.nodes = 20'000;
  write_and_read_back(slow->root, roomy);
  return 0;
}
