#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "value/places.h"

struct yaml_event_s;
struct yaml_parser_s;

namespace sailmaker::yaml {

/// One event of libyaml. Its texts live as long as it does.
struct Event {
  enum class Kind { stream_end, document_start, scalar, alias, list_start, map_start, end };

  struct Free {
    void operator()(yaml_event_s* event) const;
  };

  Kind kind = Kind::end;
  std::string_view anchor;  ///< the anchor's name, or the alias's; empty when there is none
  std::string_view tag;     ///< in full, as %TAG resolves it; empty when there is none or it is '!'
  std::string_view text;    ///< of a scalar
  bool is_plain = false;    ///< a scalar that means what its text resolves to
  Span span;                ///< anchor and tag included
  std::unique_ptr<yaml_event_s, Free> owner;
};

/// libyaml's events for one text. Places are bytes of that text.
class Events {
 public:
  /// `text` must be valid UTF-8 and outlive this.
  Events(std::string_view text, std::string_view file);

  /// Throws Error where the text is no YAML. The ends of lists, maps and documents are one kind of event: who reads
  /// knows which of them is due. The start of the stream is not reported.
  Event next();

  Source source(Span span) const { return locate(text_, span.offset, span.length, file_); }

 private:
  struct Delete {
    void operator()(yaml_parser_s* parser) const;
  };

  std::size_t byte_offset(std::size_t index) const;
  [[noreturn]] void fail() const;

  std::string_view text_;
  std::string_view file_;
  std::size_t first_ = 0;  // where the text begins behind a byte order mark, which libyaml would count as a column
  std::unique_ptr<yaml_parser_s, Delete> parser_;
  // libyaml counts code points. Byte offset of every kStep-th of them; empty where both are the same.
  static constexpr std::size_t kStep = 64;
  std::vector<std::size_t> steps_;
};

}  // namespace sailmaker::yaml
