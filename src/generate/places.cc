#include "generate/places.h"

#include <algorithm>

#include "base/unicode.h"

namespace sailmaker::generate {

namespace {

// The problem's own stretch of the rendered text; of a text that is to blame in part, that part.
Span span_of(const Traced& traced, const yaml::Document& document, const pipeline::Problem& problem) {
  const Span span = document.places.find(document.root, problem.path, problem.part);
  if (!problem.within) return span;
  if (problem.part == Places::Part::key) {
    const auto* key = problem.path.empty() ? nullptr : std::get_if<std::string>(&problem.path.back());
    return key == nullptr ? span : narrowed(traced.text, span, *key, *problem.within);
  }
  const Value* value = find(document.root, problem.path);
  const bool is_text = value != nullptr && value->is_string();
  return is_text ? narrowed(traced.text, span, value->as_string(), *problem.within) : span;
}

// A place behind the last character would point at nothing: at the end of a text its last written byte is meant.
std::size_t last_written(std::string_view text, std::size_t offset) {
  if (offset < text.size()) return offset;
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return last == std::string_view::npos ? 0 : last;
}

void set_origin(const Traced& traced, std::size_t offset, std::size_t length, Error& error) {
  const std::size_t at = last_written(traced.text, offset);
  jinja::SourceMap::Origin origin = traced.map.find(at, std::max<std::size_t>(1, length));
  error.source = std::move(origin.source);
  error.trace = std::move(origin.trace);
  error.trace.push_back({"rendered as", locate(traced.text, offset, length, traced.name)});
}

}  // namespace

std::size_t offset_of(std::string_view text, const Source& source) {
  std::size_t at = 0;
  for (int line = 1; line < source.line; ++line) {
    const std::size_t end = text.find_first_of("\r\n", at);
    if (end == std::string_view::npos) return text.size();
    at = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  for (int column = 1; column < source.column && at < text.size(); ++column) next_code_point(text, at);
  return at;
}

Error in_template(const Traced& traced, const Error& error) {
  Error mapped = error;
  if (error.source && error.source->file == traced.name && error.source->line > 0) {
    const std::size_t offset = offset_of(traced.text, *error.source);
    set_origin(traced, offset, static_cast<std::size_t>(error.source->length), mapped);
  }
  if (error.cause) mapped.cause = std::make_shared<const Error>(in_template(traced, *error.cause));
  return mapped;
}

Finding in_template(const Traced& traced, Span span, Severity severity, std::string message, std::string hint,
                    std::string rule) {
  Error error(std::move(message));
  error.hint = std::move(hint);
  set_origin(traced, span.offset, span.length, error);
  return {severity, std::move(error), {}, std::move(rule)};
}

std::string template_rule(const Error& error) {
  if (error.type == "TemplateSyntaxError" || error.type == "TemplateAssertionError") return "template-syntax";
  if (error.type == "UndefinedError") return "template-undefined";
  if (error.type == "TemplateNotFound" || error.type == "TemplatesNotFound") return "template-not-found";
  return error.type == "LimitError" || error.type == "RecursionError" ? "template-limit" : "template-error";
}

Finding in_template(const Traced& traced, const yaml::Document& document, const pipeline::Problem& problem) {
  const Span span = span_of(traced, document, problem);
  Finding finding = in_template(traced, span, problem.severity, problem.message, problem.hint, problem.rule);
  finding.path = to_string(problem.path);
  if (problem.wants_quotes && find(document.root, problem.path) != nullptr) {
    finding.error.hint = pipeline::quoting_hint(std::string_view(traced.text).substr(span.offset, span.length));
  }
  for (const pipeline::Problem::Also& also : problem.also) {
    const Span other = document.places.find(document.root, also.path, also.part);
    const std::size_t at = last_written(traced.text, other.offset);
    finding.error.trace.push_back({also.what, traced.map.find(at, std::max<std::uint32_t>(1, other.length)).source});
  }
  return finding;
}

}  // namespace sailmaker::generate
