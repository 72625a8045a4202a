#include "target/body.h"

#include "base/digest.h"
#include "value/json.h"

namespace sailmaker::target {

std::string content_version(std::string_view body) { return sha256_hex(body); }

std::string author_of(std::string_view body) {
  if (body.empty()) return {};
  const auto pipeline = parse_json(body, "pipeline");
  if (!pipeline) return {};
  const Value* author = pipeline->find("lastModifiedBy");
  return author != nullptr && author->is_string() ? std::string(author->as_string()) : std::string();
}

}  // namespace sailmaker::target
