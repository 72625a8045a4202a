#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "value/path.h"
#include "value/places.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// A way down into a document as the number of the entry or item at each level: cheap to keep, a Path when asked for.
using Steps = std::span<const std::uint32_t>;
Path path_of(const Value& document, Steps steps);

/// The texts of a document that hold expressions, in its order; keys of the document itself are none.
class SpelTexts {
 public:
  struct Text {
    const Value* text;    ///< points into the document
    Places::Part part;    ///< key: the text is the key of what the steps lead to
    std::uint32_t first;  ///< of its steps
    std::uint32_t last;
  };

  std::span<const Text> all() const { return texts_; }
  Steps steps(const Text& text) const { return Steps(steps_).subspan(text.first, text.last - text.first); }
  void add(const Value& text, Places::Part part, Steps steps);

 private:
  std::vector<Text> texts_;
  std::vector<std::uint32_t> steps_;
};

/// As deep as our own JSON reader goes; Front50's goes to 1,000.
constexpr int kDeepestDocument = 500;

enum class Scanned : std::uint8_t {
  json,
  not_json,  ///< keys that are no text, numbers that JSON has not
  too_deep,  ///< and therefore not looked through to its end
};

/// The one look at every value of a document: whether it is JSON, and which texts hold expressions.
Scanned scan_document(const Value& document, SpelTexts& texts);

}  // namespace sailmaker::pipeline
