#include "generate/scalar_place.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "generate/places.h"
#include "value/places.h"

namespace sailmaker::generate {

Source place_in_scalar(const fleet::Origin& origin, const Path& path, std::string_view text, std::size_t offset,
                       std::size_t length) {
  if (origin.places.empty()) return origin.locate(path);
  const Span span = origin.places.find(origin.root, path);
  // What is missing at the end of the text is shown at its last character.
  const std::size_t from = offset < text.size() || offset == 0 ? offset : text.size() - 1;
  const Span part{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(std::max<std::size_t>(1, length))};
  const Span found = narrowed(origin.text, span, text, part);
  return locate(origin.text, found.offset, found.length, origin.name);
}

Error move_to_scalar(Error error, std::string_view name, const fleet::Origin& origin, const Path& path,
                     std::string_view text) {
  if (!error.source || error.source->file != name || error.source->line == 0) {
    if (!error.source) error.source = origin.locate(path);
  } else {
    const auto length = static_cast<std::size_t>(std::max(1, error.source->length));
    error.source = place_in_scalar(origin, path, text, offset_of(text, *error.source), length);
  }
  if (error.cause) {
    error.cause = std::make_shared<const Error>(move_to_scalar(*error.cause, name, origin, path, text));
  }
  return error;
}

}  // namespace sailmaker::generate
