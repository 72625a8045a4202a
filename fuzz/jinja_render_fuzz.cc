// Any template, which may include, import and extend itself, is rendered quickly or ends in an error; with and without
// a source map, and once more, to the same output.

#include <cstdlib>
#include <optional>

#include "fuzz/jinja_options.h"
#include "jinja/source_map.h"
#include "value/json.h"

using namespace sailmaker;
using namespace sailmaker::jinja;

namespace {

const Value& context() {
  static const Value made = *parse_json(
      R"({"a": 1, "b": 2.5, "s": "text <b>", "n": null, "t": true, "xs": [1, 2, 3], "d": {"k": "v", "l": [1]},
          "us": [{"name": "x", "n": 1}, {"name": "y", "n": 2}]})",
      "context");
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const JinjaInput input = jinja_input(data, size);
  const auto load = [&](const std::string& name) -> std::optional<std::string> {
    return name == "self" ? std::optional(input.source) : std::nullopt;
  };
  const Environment environment(input.options, load);
  const auto compiled = environment.get("self");
  if (!compiled) return 0;
  const auto plain = (*compiled)->render(context());
  SourceMap map;
  const auto mapped = (*compiled)->render(context(), &map);
  const auto again = (*compiled)->render(context());
  if (static_cast<bool>(plain) != static_cast<bool>(again) || (plain && *plain != *again)) std::abort();
  // A limit may be met sooner where more is recorded.
  if (plain && mapped && *plain != *mapped) std::abort();
  if (!plain && plain.error().message.empty()) std::abort();
  if (mapped && !mapped->empty()) map.find(mapped->size() / 2, 10);
  return 0;
}
