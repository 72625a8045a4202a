// Any text: the fast and the strict reader agree, and what was read is written and read back as the same value.
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "value/json.h"
#include "value/json_strict.h"

using namespace sailmaker;

namespace {

[[noreturn]] void stop(const char* why) {
  std::fprintf(stderr, "%s\n", why);
  std::abort();
}

void write_and_read_back(const Value& value, JsonStyle style) {
  const auto back = parse_json(to_json(value, style), "written");
  if (!back) stop("what was written cannot be read");
  const KeyOrder order = style == JsonStyle::sorted ? KeyOrder::ignored : KeyOrder::counts;
  if (!identical(value, *back, order)) stop("reads back differently");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const JsonLimits limits;
  const auto fast = parse_json(text, "input", limits);
  const auto strict = parse_json_strictly(text, "input", limits);
  if (fast.ok() != strict.ok()) stop("only one of the readers takes it");
  if (!fast) return 0;
  if (!identical(*fast, *strict, KeyOrder::counts)) stop("the readers make different values");
  write_and_read_back(*fast, JsonStyle::compact);
  write_and_read_back(*fast, JsonStyle::indented);
  write_and_read_back(*fast, JsonStyle::sorted);
  return 0;
}
