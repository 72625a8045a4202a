#include "yaml/events.h"

#include <yaml.h>

#include <algorithm>
#include <new>

#include "base/unicode.h"
#include "yaml/syntax_error.h"

namespace sailmaker::yaml {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view view(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void describe(const yaml_event_t& raw, Event& event) {
  switch (raw.type) {
    case YAML_STREAM_END_EVENT: event.kind = Event::Kind::stream_end; break;
    case YAML_DOCUMENT_START_EVENT: event.kind = Event::Kind::document_start; break;
    case YAML_ALIAS_EVENT:
      event.kind = Event::Kind::alias;
      event.anchor = view(raw.data.alias.anchor);
      break;
    case YAML_SCALAR_EVENT:
      event.kind = Event::Kind::scalar;
      event.anchor = view(raw.data.scalar.anchor);
      event.tag = view(raw.data.scalar.tag);
      event.text = {reinterpret_cast<const char*>(raw.data.scalar.value), raw.data.scalar.length};
      event.is_plain = raw.data.scalar.plain_implicit != 0;
      break;
    case YAML_SEQUENCE_START_EVENT:
      event.kind = Event::Kind::list_start;
      event.anchor = view(raw.data.sequence_start.anchor);
      event.tag = view(raw.data.sequence_start.tag);
      break;
    case YAML_MAPPING_START_EVENT:
      event.kind = Event::Kind::map_start;
      event.anchor = view(raw.data.mapping_start.anchor);
      event.tag = view(raw.data.mapping_start.tag);
      break;
    default: event.kind = Event::Kind::end; break;
  }
  if (event.tag != "!") return;
  // Resolve it as if nothing stood there: PyYAML does so too, libyaml forgets it before an empty scalar.
  event.tag = {};
  event.is_plain = true;
}

}  // namespace

void Event::Free::operator()(yaml_event_s* event) const {
  yaml_event_delete(event);
  delete event;
}

void Events::Delete::operator()(yaml_parser_s* parser) const {
  yaml_parser_delete(parser);
  delete parser;
}

Events::Events(std::string_view text, std::string_view file) : text_(text), file_(file), parser_(new yaml_parser_s{}) {
  if (yaml_parser_initialize(parser_.get()) == 0) throw std::bad_alloc();
  if (text.starts_with(kByteOrderMark)) first_ = kByteOrderMark.size();
  yaml_parser_set_encoding(parser_.get(), YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(parser_.get(), reinterpret_cast<const unsigned char*>(text.data()) + first_,
                               text.size() - first_);
  if (!is_ascii(text)) {
    std::size_t index = 0;
    for (std::size_t offset = first_; offset < text.size(); ++index) {
      if (index % kStep == 0) steps_.push_back(offset);
      next_code_point(text, offset);
    }
  }
  next();
}

Event Events::next() {
  Event event;
  event.owner.reset(new yaml_event_s{});
  if (yaml_parser_parse(parser_.get(), event.owner.get()) == 0) fail();
  const yaml_event_t& raw = *event.owner;
  describe(raw, event);
  const std::size_t begin = byte_offset(raw.start_mark.index);
  const std::size_t end = std::max(begin, byte_offset(raw.end_mark.index));
  event.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
  return event;
}

std::size_t Events::byte_offset(std::size_t index) const {
  if (steps_.empty()) return std::min(first_ + index, text_.size());
  const std::size_t step = std::min(index / kStep, steps_.size() - 1);
  std::size_t offset = steps_[step];
  for (std::size_t i = step * kStep; i < index && offset < text_.size(); ++i) next_code_point(text_, offset);
  return offset;
}

void Events::fail() const {
  if (parser_->error == YAML_MEMORY_ERROR) throw std::bad_alloc();
  SyntaxProblem problem;
  if (parser_->problem != nullptr) problem.what = parser_->problem;
  if (parser_->context != nullptr) problem.context = parser_->context;
  if (parser_->error == YAML_READER_ERROR) {
    problem.offset = problem.context_offset = first_ + parser_->problem_offset;
  } else {
    problem.offset = byte_offset(parser_->problem_mark.index);
    problem.context_offset = problem.context.empty() ? problem.offset : byte_offset(parser_->context_mark.index);
  }
  throw syntax_error(problem, text_, file_);
}

}  // namespace sailmaker::yaml
