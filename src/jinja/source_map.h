#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace sailmaker::jinja {

class CompiledTemplate;
class Template;

/// Which place of which template wrote which span of a rendered text. Made by Template::render() on request.
class SourceMap {
 public:
  /// The template's place that wrote the byte at `offset` of the output, with the way there (macro calls, includes,
  /// inherited blocks) in Error::trace's form, innermost first.
  struct Origin {
    Source source;
    std::vector<Frame> trace;
  };
  /// Inside literal text the column is exact, and as many of the `length` bytes are underlined as stand there; for
  /// what an expression wrote it is the expression's place. Past the end: the last place.
  Origin find(std::size_t offset, std::size_t length = 1) const;

  // --- for the renderer ---

  /// A step on the way from the main template to where output is written.
  enum class Step : std::uint8_t { macro, include, import, block, parent };
  /// The place that output comes from: a template, reached through a step. `name` stands in that template.
  std::uint32_t add_place(const CompiledTemplate& home, std::uint32_t from_place, Step step, std::string_view name,
                          std::uint32_t offset, std::uint32_t length);
  void add(std::size_t begin, std::uint32_t place, std::uint32_t offset, std::uint32_t length, bool verbatim) {
    spans_.push_back({static_cast<std::uint32_t>(begin), place, offset, length, verbatim});
  }
  std::size_t span_count() const { return spans_.size(); }
  void clear();

  // --- for those who look into the templates ---

  const Template& home_of(std::uint32_t place) const { return *homes_[places_[place].home]; }
  /// The place from which this one was reached; the main template's own number for itself.
  std::uint32_t from_of(std::uint32_t place) const { return places_[place].from; }
  /// Whether the place was reached by calling the macro of that name.
  bool is_macro(std::uint32_t place, std::string_view name) const {
    return places_[place].step == Step::macro && places_[place].name == name;
  }
  /// Offset and length of the step that led to the place, in the template of from_of().
  std::pair<std::uint32_t, std::uint32_t> call_of(std::uint32_t place) const {
    return {places_[place].offset, places_[place].length};
  }
  /// The template of that name, when it had a part in the output; nullptr otherwise.
  const Template* home_called(std::string_view name) const;

  struct Span {
    std::uint32_t begin;  ///< in the output; it reaches to the next span
    std::uint32_t place;
    std::uint32_t offset;  ///< in the place's template
    std::uint32_t length;
    bool verbatim;  ///< the template has the same bytes
  };
  /// find(), for a span that is known: of several at one place only the last has an extent.
  Origin origin_of(const Span& span, std::size_t offset, std::size_t length) const;
  std::vector<Span>& spans() { return spans_; }
  const std::vector<Span>& spans() const { return spans_; }

 private:
  struct Place {
    std::uint32_t home;
    std::uint32_t from;  // the place of the step; its own number: the main template
    Step step;
    std::string_view name;         // stands in its home
    std::uint32_t offset, length;  // of the step, in from's template
  };
  std::uint32_t ensure_home(const CompiledTemplate& home);

  std::vector<std::shared_ptr<const Template>> homes_;
  std::vector<Place> places_;
  std::vector<Span> spans_;
};

/// What a frame of a trace says of a step.
std::string to_string(SourceMap::Step step, std::string_view name);

}  // namespace sailmaker::jinja
