#include "jinja/source_map.h"

#include <algorithm>

#include "base/unicode.h"
#include "jinja/compiled_template.h"

namespace sailmaker::jinja {

std::string to_string(SourceMap::Step step, std::string_view name) {
  switch (step) {
    case SourceMap::Step::macro: return "in macro '" + std::string(name) + "' called at";
    case SourceMap::Step::include: return "included at";
    case SourceMap::Step::import: return "imported at";
    case SourceMap::Step::block: return "in block '" + std::string(name) + "' placed at";
    case SourceMap::Step::parent: return "extended at";
  }
  return {};
}

std::uint32_t SourceMap::ensure_home(const CompiledTemplate& home) {
  // The newest places mostly have the homes of the ones before.
  for (std::size_t i = homes_.size(); i-- > 0;) {
    if (homes_[i].get() == &home) return static_cast<std::uint32_t>(i);
  }
  homes_.push_back(home.shared_from_this());
  return static_cast<std::uint32_t>(homes_.size() - 1);
}

std::uint32_t SourceMap::add_place(const CompiledTemplate& home, std::uint32_t from, Step step, std::string_view name,
                                   std::uint32_t offset, std::uint32_t length) {
  const auto number = static_cast<std::uint32_t>(places_.size());
  places_.push_back({ensure_home(home), number == 0 ? 0 : from, step, name, offset, length});
  return number;
}

const Template* SourceMap::home_called(std::string_view name) const {
  const auto found = std::find_if(homes_.begin(), homes_.end(), [&](const auto& home) { return home->name() == name; });
  return found == homes_.end() ? nullptr : found->get();
}

void SourceMap::clear() {
  homes_.clear();
  places_.clear();
  spans_.clear();
}

namespace {

// The part of text[offset, offset + length) that stands on one line, not empty.
std::size_t on_one_line(std::string_view text, std::size_t offset, std::size_t length) {
  const std::size_t end = std::min(text.find('\n', offset), text.size());
  return std::max<std::size_t>(1, std::min(length, end - std::min(offset, end)));
}

}  // namespace

SourceMap::Origin SourceMap::find(std::size_t offset, std::size_t length) const {
  if (spans_.empty()) return {};
  auto after = std::upper_bound(spans_.begin(), spans_.end(), offset,
                                [](std::size_t at, const Span& span) { return at < span.begin; });
  return origin_of(after == spans_.begin() ? spans_.front() : *std::prev(after), offset, length);
}

SourceMap::Origin SourceMap::origin_of(const Span& span, std::size_t offset, std::size_t length) const {
  const Place* place = &places_[span.place];
  const Template& home = *homes_[place->home];
  Origin origin;
  if (span.verbatim) {
    const std::size_t within = std::min<std::size_t>(offset - std::min<std::size_t>(span.begin, offset), span.length);
    const std::size_t most = std::max<std::size_t>(1, std::min(length, span.length - within));
    const std::size_t start = span.offset + within;
    origin.source = locate(home.source(), start, on_one_line(home.source(), start, most), home.name());
  } else {
    origin.source =
        locate(home.source(), span.offset, on_one_line(home.source(), span.offset, span.length), home.name());
  }
  while (place != &places_[place->from]) {
    const Place& from = places_[place->from];
    const Template& caller = *homes_[from.home];
    origin.trace.push_back({to_string(place->step, place->name),
                            locate(caller.source(), place->offset,
                                   on_one_line(caller.source(), place->offset, place->length), caller.name())});
    place = &from;
  }
  return origin;
}

}  // namespace sailmaker::jinja
