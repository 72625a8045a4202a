#include "yaml/parser.h"

#include "yaml/composer.h"

namespace sailmaker::yaml {

Result<Document> parse(std::string_view text, std::string_view file, const Options& options) {
  return compose(text, file, options);
}

}  // namespace sailmaker::yaml
