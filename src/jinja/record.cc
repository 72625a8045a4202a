#include <algorithm>

#include "jinja/compiled_template.h"
#include "jinja/evaluator.h"
#include "jinja/print.h"
#include "jinja/registry.h"
#include "jinja/statement_line.h"

// Where things come from: spans of the output for the source map, places and traces for errors.

namespace sailmaker::jinja {

void Evaluator::enter_place(SourceMap::Step step, std::string_view name, const CompiledTemplate& callee,
                            std::uint32_t offset, std::uint32_t length) {
  place_ = map_->add_place(callee, place_, step, name, offset, length);
}

namespace {

const Note* note_of(const Value& value) {
  const Value* attachment = value.is_string() ? value.attachment() : nullptr;
  return attachment != nullptr && family_of(*attachment) == Family::note ? &as<Note>(*attachment) : nullptr;
}

}  // namespace

Value Evaluator::text_with(std::string_view text, std::vector<Note::Span> spans, bool safe) {
  Value note = make_object<Note>();
  as<Note>(note).safe = safe;
  as<Note>(note).spans = std::move(spans);
  return Value::text_with_attachment(text, std::move(note));
}

// A part of a concatenation that begins at `begin` of its text.
void Evaluator::note_part(const Sequence& node, const Expr& item, const Value& value, std::size_t begin,
                          std::vector<Note::Span>& spans) const {
  const Note* note = note_of(value);
  if (note == nullptr && spans.empty()) return;
  const Expr& first = *node.items.front();
  if (spans.empty() && begin > 0) spans.push_back({0, place_, first.offset, first.length, false});
  const auto at = static_cast<std::uint32_t>(begin);
  spans.push_back({at, place_, item.offset, item.length, false});
  if (note == nullptr) return;
  for (Note::Span span : note->spans) {
    span.begin += at;
    spans.push_back(span);
  }
}

void Evaluator::record_value(const Value& value, const Expr& node) {
  map_->add(out_.size(), place_, node.offset, node.length, false);
  const Note* note = note_of(value);
  if (note == nullptr) return;
  for (const Note::Span& span : note->spans) {
    map_->add(out_.size() + span.begin, span.place, span.offset, span.length, span.verbatim);
  }
}

Value Evaluator::end_capture(const Capture& capture, bool safe) {
  --captures_;
  const std::string_view text = out_.view().substr(capture.start);
  charge_text(text.size());
  Value value;
  if (map_ != nullptr) {
    auto& spans = map_->spans();
    std::vector<Note::Span> kept;
    for (std::size_t i = capture.first_span; i < spans.size(); ++i) {
      const SourceMap::Span& span = spans[i];
      kept.push_back({static_cast<std::uint32_t>(span.begin - capture.start), span.place, span.offset, span.length,
                      span.verbatim});
    }
    spans.resize(capture.first_span);
    value = text_with(text, std::move(kept), safe);
  } else {
    value = safe ? make_safe(text) : Value(text);
  }
  out_.cut(capture.start);
  return value;
}

Value Evaluator::concat_with_map(const Sequence& node, Frame& frame) {
  bool safe = false;
  const List parts = eval_parts(node, frame, safe);
  const bool noted =
      std::any_of(parts.begin(), parts.end(), [](const Value& part) { return note_of(part) != nullptr; });
  safe = safe && frame.autoescape;
  std::string text;
  if (!noted && !safe) {
    // No part knows more than the place of whatever prints this.
    for (const Value& part : parts) append_str(text, part);
    charge_text(text.size());
    return Value(std::string_view(text));
  }
  std::vector<Note::Span> spans;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto begin = static_cast<std::uint32_t>(text.size());
    spans.push_back({begin, place_, node.items[i]->offset, node.items[i]->length, false});
    if (safe && !is_safe(parts[i])) {
      append_escaped(text, to_str(parts[i]));
      continue;
    }
    append_str(text, parts[i]);
    const Note* note = note_of(parts[i]);
    if (note == nullptr) continue;
    for (Note::Span span : note->spans) {
      span.begin += begin;
      spans.push_back(span);
    }
  }
  charge_text(text.size());
  return text_with(text, std::move(spans), safe);
}

namespace {

using Spans = std::vector<Note::Span>;

// The spans of from[start, start + size), moved so that `start` stands at `to`.
void move_spans(const Spans& from, std::size_t start, std::size_t size, std::size_t to, Spans& out) {
  const auto after = [](std::size_t at, const Note::Span& span) { return at < span.begin; };
  auto first = std::upper_bound(from.begin(), from.end(), start, after);
  if (first != from.begin()) --first;
  for (; first != from.end() && first->begin < start + size; ++first) {
    Note::Span span = *first;
    const std::size_t skipped = start > span.begin ? start - span.begin : 0;
    if (span.verbatim) {
      span.offset += static_cast<std::uint32_t>(std::min<std::size_t>(skipped, span.length));
      span.length -= static_cast<std::uint32_t>(std::min<std::size_t>(skipped, span.length));
    }
    span.begin = static_cast<std::uint32_t>(to + (std::max<std::size_t>(span.begin, start) - start));
    out.push_back(span);
  }
}

std::size_t line_end(std::string_view text, std::size_t from) { return std::min(text.find('\n', from), text.size()); }

// Line by line: what stands of an old line in the new one keeps its place, the rest gets the line's.
Spans carry_lines(std::string_view before, std::string_view after, const Spans& from) {
  Spans out;
  std::size_t a = 0;
  std::size_t b = 0;
  while (b <= after.size() && a <= before.size()) {
    const std::size_t end_a = line_end(before, a);
    const std::size_t end_b = line_end(after, b);
    const std::string_view line = before.substr(a, end_a - a);
    const std::size_t found = after.substr(b, end_b - b).find(line);
    Spans line_spans;
    move_spans(from, a, line.size() + 1, b + (found == std::string_view::npos ? 0 : found), line_spans);
    if (!line_spans.empty() && (found == std::string_view::npos || found > 0)) {
      Note::Span whole = line_spans.front();
      whole.begin = static_cast<std::uint32_t>(b);
      whole.verbatim = false;
      whole.length = std::max<std::uint32_t>(1, whole.length);
      out.push_back(whole);
    }
    if (found != std::string_view::npos) out.insert(out.end(), line_spans.begin(), line_spans.end());
    a = end_a + 1;
    b = end_b + 1;
  }
  return out;
}

}  // namespace

// A filter made `result` of a text whose origin is known: keep what can be told of it.
Value Evaluator::carry_spans(const Value& input, Value result) {
  const Note* note = note_of(input);
  if (note == nullptr || note->spans.empty() || !result.is_string() || note_of(result) != nullptr) return result;
  const std::string_view before = input.as_string();
  const std::string_view after = result.as_string();
  Spans spans;
  const std::size_t part = after.empty() ? std::string_view::npos : before.find(after);
  if (part != std::string_view::npos) {
    move_spans(note->spans, part, after.size(), 0, spans);
  } else if (std::count(before.begin(), before.end(), '\n') == std::count(after.begin(), after.end(), '\n')) {
    spans = carry_lines(before, after, note->spans);
  } else {
    return result;
  }
  return text_with(after, std::move(spans), is_safe(result));
}

// --- errors ---

namespace {

// Of an error that a member or function threw that the program brought.
Failure foreign_failure(const Error& cause) {
  Failure failure(cause.type.empty() ? type::kRuntime : std::string_view(cause.type), cause.message, cause.hint);
  failure.error.cause = cause.source ? std::make_shared<const Error>(cause) : cause.cause;
  return failure;
}

}  // namespace

void Evaluator::rethrow(const Frame& frame, std::uint32_t offset, std::uint32_t length) const {
  try {
    throw;
  } catch (Failure& failure) {
    if (!failure.placed) place(failure, frame, offset, length);
    throw;
  } catch (const TooDeep&) {
    throw placed(Failure(type::kRecursion, "a value is nested too deep"), frame, offset, length);
  } catch (const Error& cause) {
    throw placed(foreign_failure(cause), frame, offset, length);
  }
}

void Evaluator::rethrow_from(const Stmt& stmt, const Frame& frame) const {
  try {
    rethrow(frame, stmt.offset, stmt.length);
  } catch (Failure& failure) {
    if (options_.statement_lines) move_to_statement(failure, stmt, frame);
    throw;
  }
}

void Evaluator::move_to_statement(Failure& failure, const Stmt& stmt, const Frame& frame) {
  if (std::exchange(failure.at_statement, true)) return;
  const bool elsewhere = failure.error.source && failure.error.source->file != frame.home->name();
  if (elsewhere) return;  // an error in the source of a template that this statement loads
  const std::uint32_t offset = failure.before_statements
                                   ? begin_of_function(frame.home->parsed(), stmt.offset)
                                   : reported_offset(stmt, frame.home->source(), failure.place_offset);
  failure.error.source = frame.home->source_at(offset, 1);
}

Failure Evaluator::placed(Failure failure, const Frame& frame, std::uint32_t offset, std::uint32_t length) const {
  place(failure, frame, offset, length);
  return failure;
}

void Evaluator::place(Failure& failure, const Frame& frame, std::uint32_t offset, std::uint32_t length) const {
  failure.placed = true;
  const bool inside =
      failure.length > 0 && failure.offset >= offset && failure.offset + failure.length <= offset + length;
  if (inside) {
    offset = failure.offset;
    length = failure.length;
  }
  failure.error.source = frame.home->source_at(offset, length);
  failure.place_offset = offset;
  if (options_.explain_errors) failure.error.variables = visible_variables(frame, offset);
  if (!failure.unknown_name.empty() && failure.error.hint.empty()) {
    failure.error.hint = near_name(failure.unknown_name, frame);
  }
}

void Evaluator::add_trace(Failure& failure, std::string what, const Frame& frame, std::uint32_t offset,
                          std::uint32_t length) const {
  if (!failure.placed) return;
  constexpr std::size_t kMost = 30;
  if (failure.error.trace.size() >= kMost) return;
  failure.error.trace.push_back({std::move(what), frame.home->source_at(offset, length)});
}

}  // namespace sailmaker::jinja
