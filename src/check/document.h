#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "value/places.h"
#include "value/value.h"
#include "yaml/parser.h"

namespace sailmaker::check {

/// A part of a text that is a document of its own: all of a JSON text, or one document of a YAML stream.
struct Document {
  std::size_t offset = 0;  ///< in the text
  std::size_t length = 0;
  bool is_json = false;
  Value root;
  std::vector<yaml::Surprise> surprises;
};

struct Documents {
  std::vector<Document> read;
  std::vector<Error> errors;  ///< of documents that cannot be read, with their places in the text
};

/// Reads a text that is JSON or YAML, which `name` tells (`.json`) or its first character; the documents of a YAML
/// stream stand between lines that begin with `---`.
Documents read_documents(std::string_view text, std::string_view name);

/// Finds the places of a text's parts. Reads a document again to learn where its parts stand, so make one only when
/// there is something to say.
class Locator {
 public:
  /// Both must outlive the locator.
  Locator(std::string_view text, std::string_view name) : text_(text), name_(name) {}

  /// The place of a part of one of the text's documents.
  Source locate(const Document& document, const Path& path, Places::Part part = Places::Part::value);
  /// Where that part stands in the text.
  Span span(const Document& document, const Path& path, Places::Part part = Places::Part::value);
  /// The place of text[offset, offset + length). Lines that are too long to be shown are not.
  Source locate(std::size_t offset, std::size_t length);

 private:
  void learn_places(const Document& document);
  std::size_t line_of(std::size_t offset);

  std::string_view text_;
  std::string_view name_;
  std::vector<std::size_t> lines_;                     // where each begins; filled when it is needed first
  std::size_t learnt_ = static_cast<std::size_t>(-1);  // offset of the document that places_ belong to
  Value root_;
  Places places_;
};

}  // namespace sailmaker::check
