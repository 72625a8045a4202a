#include "yaml/parser.h"

#include "yaml/composer.h"
#include "yaml/fast_reader.h"

namespace sailmaker::yaml {

Result<Document> parse(std::string_view text, std::string_view file, const Options& options) {
  if (options.record == Record::nothing) {
    Document document;
    if (read_fast(text, options.limits, document)) return document;
  }
  return compose(text, file, options);
}

}  // namespace sailmaker::yaml
