// Any text is refused with a place inside it, or compiled; what is compiled knows its variables and warnings.

#include <cstdlib>

#include "fuzz/jinja_options.h"

using namespace sailmaker;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const JinjaInput input = jinja_input(data, size);
  const jinja::Environment environment(input.options);
  const auto compiled = environment.compile(input.source, "template");
  if (!compiled) {
    const Error& error = compiled.error();
    if (error.message.empty() || !error.source || error.source->line < 1) std::abort();
    return 0;
  }
  (*compiled)->variables();
  (*compiled)->warnings();
  return 0;
}
