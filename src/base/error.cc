#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"

namespace sailmaker {

namespace {

struct Paint {
  const char* red;
  const char* yellow;
  const char* bold;
  const char* dim;
  const char* cyan;
  const char* off;
};

constexpr Paint kPlain{"", "", "", "", "", ""};
constexpr Paint kColored{"\x1b[31;1m", "\x1b[33;1m", "\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[0m"};

// Tabs stay tabs under tabs, so that the caret stands below its character in any terminal.
std::string caret_indent(const Source& source) {
  std::string indent;
  std::size_t position = 0;
  for (int column = 1; column < source.column && position < source.line_text.size(); ++column) {
    indent += next_code_point(source.line_text, position) == '\t' ? '\t' : ' ';
  }
  return indent;
}

void append_excerpt(std::string& out, const Source& source, const Paint& paint) {
  if (source.line_text.empty() || source.column == 0) return;
  const std::string number = std::to_string(source.line);
  const std::string margin(number.size(), ' ');
  out += fmt::format("{0}{1} |{2}\n", paint.dim, margin, paint.off);
  out += fmt::format("{0}{1} |{2} {3}\n", paint.dim, number, paint.off, source.line_text);
  out += fmt::format("{0}{1} |{2} {3}{4}{5}{2}\n", paint.dim, margin, paint.off, caret_indent(source), paint.red,
                     std::string(static_cast<std::size_t>(std::max(1, source.length)), '^'));
}

void append_place(std::string& out, const Source& source, const Paint& paint) {
  const std::size_t margin = source.line_text.empty() ? 1 : std::to_string(source.line).size();
  out += fmt::format("{}{}-->{} {}\n", std::string(margin, ' '), paint.cyan, paint.off, to_string(source));
  append_excerpt(out, source, paint);
}

void append_details(std::string& out, const Error& error, const Paint& paint) {
  if (error.source) append_place(out, *error.source, paint);
  for (const Frame& frame : error.trace) out += fmt::format("  {} {}\n", frame.what, to_string(frame.source));
  if (!error.key.empty()) out += fmt::format("  pipeline: {}\n", error.key);
  if (!error.hint.empty()) out += fmt::format("  {}hint:{} {}\n", paint.bold, paint.off, error.hint);
  if (!error.variables.empty()) out += "  variables here:\n";
  for (const Variable& variable : error.variables) out += fmt::format("    {} = {}\n", variable.name, variable.value);
}

}  // namespace

std::string to_text(const Error& error, Severity severity, Color color) {
  const Paint& paint = color == Color::yes ? kColored : kPlain;
  const bool is_error = severity == Severity::error;
  std::string out = fmt::format("{}{}:{} {}{}{}\n", is_error ? paint.red : paint.yellow, is_error ? "error" : "warning",
                                paint.off, paint.bold, error.message, paint.off);
  append_details(out, error, paint);
  for (const Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get()) {
    out += fmt::format("{}caused by:{} {}\n", paint.bold, paint.off, cause->message);
    append_details(out, *cause, paint);
  }
  return out;
}

std::string to_text(const Finding& finding, Color color) {
  std::string out = to_text(finding.error, finding.severity, color);
  return finding.rule.empty() ? out : out + fmt::format("  rule: {}\n", finding.rule);
}

std::string to_line(const Error& error) {
  std::string out = error.source ? to_string(*error.source) + ": " + error.message : error.message;
  if (error.cause) out += ": " + to_line(*error.cause);
  return out;
}

}  // namespace sailmaker
