#include "fleet/key.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "fleet/name.h"

namespace sailmaker::fleet {

namespace {

constexpr std::array<std::string_view, 4> kPartNames = {"product", "service", "stack", "template"};
constexpr const char* kForm = "a key is product/service/stack/template, such as azar/my-microservice/prod/deploy";

Error mistake(std::string_view text, std::size_t offset, std::size_t length, std::string message) {
  return Error(std::move(message), locate(text, offset, length, "key")).with_hint(kForm);
}

}  // namespace

std::string to_string(const Key& key) {
  std::string text;
  text.reserve(key.product.size() + key.service.size() + key.stack.size() + key.pipeline.size() + 3);
  text.append(key.product).append(1, '/').append(key.service).append(1, '/');
  text.append(key.stack).append(1, '/').append(key.pipeline);
  return text;
}

Result<Key> parse_key(std::string_view text) {
  Key key;
  const std::array<std::string*, 4> parts = {&key.product, &key.service, &key.stack, &key.pipeline};
  std::size_t begin = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string part(kPartNames[i]);
    if (begin > text.size()) return mistake(text, text.size(), 1, "the key ends before its " + part);
    const std::size_t end = std::min(text.find('/', begin), text.size());
    if (end == begin) return mistake(text, begin, 1, "the key's " + part + " is empty");
    parts[i]->assign(text.substr(begin, end - begin));
    if (const std::string problem = name_problem(*parts[i]); !problem.empty()) {
      return mistake(text, begin, end - begin, std::string("the key's ").append(part).append(" ").append(problem));
    }
    begin = end + 1;
  }
  if (begin <= text.size())
    return mistake(text, begin - 1, text.size() + 1 - begin, "the key has more than four parts");
  return key;
}

}  // namespace sailmaker::fleet
