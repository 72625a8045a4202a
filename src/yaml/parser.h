#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "value/places.h"
#include "value/value.h"

namespace sailmaker::yaml {

struct Limits {
  std::size_t size = 64 << 20;  ///< bytes of text
  int depth = 200;              ///< lists and maps inside each other
  std::size_t nodes = 4 << 20;  ///< values made, those of repeated aliases and merges counted each time
};

enum class Record { nothing, places };

struct Options {
  Limits limits;
  /// Record::places fills Document::places; it costs time and memory, so ask for it when there is something to say.
  Record record = Record::nothing;
};

/// A plain scalar whose text is not what it means: `1.10` is the number 1.1, `yes` is true, `010` is 8.
struct Surprise {
  Span span;            ///< where it stands in the text
  std::string message;  ///< "`1.10` is read as the number 1.1"
  std::string hint;     ///< "write '1.10' in quotes if it is text"
};

struct Document {
  Value root;
  Places places;  ///< empty unless asked for
  std::vector<Surprise> surprises;
};

/// Reads one YAML document as PyYAML's SafeLoader does (YAML 1.1: yes/on, octal, hex, sexagesimal, merge keys,
/// anchors and aliases), with these differences: timestamps stay text; a key that stands twice in a map is an error
/// that shows both places (two `<<` merge one after the other, as there); aliases to what they stand in and the tags
/// !!binary, !!set, !!omap and !!pairs are errors, because JSON has nothing for them. An empty text is null.
/// `file` names the text in errors. Ends with an error within bounded time and memory, whatever the text is.
Result<Document> parse(std::string_view text, std::string_view file, const Options& options = {});

}  // namespace sailmaker::yaml
