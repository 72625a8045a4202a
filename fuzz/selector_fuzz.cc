#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fleet/selector.h"

// Text as a selector and as a key: reading and matching end fast and never crash, errors have a place in the text, and
// what claims to select everything does.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sailmaker;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const std::string_view rest = line == text.npos ? "azar/my-microservice/prod/deploy" : text.substr(line + 1);
  auto key = fleet::parse_key(rest);
  if (key && to_string(*key) != rest) std::abort();
  if (!key) key = fleet::Key{"azar", "my-microservice", "prod", "deploy"};
  const auto selector = fleet::Selector::parse(text.substr(0, line));
  if (!selector) {
    if (selector.error().message.empty() || !selector.error().source) std::abort();
    return 0;
  }
  const bool matches = selector->matches(*key);
  if (selector->selects_all() && !matches) std::abort();
  return 0;
}
