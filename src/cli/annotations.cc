#include "cli/annotations.h"

#include <fmt/format.h>

#include <string_view>

#include "cli/findings.h"
#include "cli/report.h"

namespace sailmaker::cli {

namespace {

// A command is one line; its properties end at commas and colons.
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ','));
    if (special) {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out;
}

std::string properties(const Finding& finding, const Report& report) {
  std::string out;
  const auto add = [&out](std::string_view name, const std::string& value) {
    out += fmt::format("{}{}={}", out.empty() ? "" : ",", name, escaped(value, true));
  };
  const auto& source = finding.error.source;
  if (source && report.has_files && !source->file.empty()) {
    add("file", report.folder + source->file);
    if (source->line > 0) add("line", std::to_string(source->line));
    if (source->line > 0 && source->column > 0) {
      add("col", std::to_string(source->column));
      add("endColumn", std::to_string(source->column + source->length));
    }
  }
  if (!finding.rule.empty()) add("title", finding.rule);
  return out;
}

std::string message(const FindingGroup& group, const Report& report) {
  const Error& error = group.first->error;
  std::string out = error.message;
  for (const Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get())
    out += ": " + cause->message;
  if (!report.has_files && error.source) out += "\n" + to_string(*error.source);
  if (!error.key.empty()) out += "\npipeline: " + error.key;
  if (!group.others.empty()) out += fmt::format(" and {} more", group.others.size());
  if (!error.hint.empty()) out += "\nhint: " + error.hint;
  return out;
}

}  // namespace

std::string github_annotations(const Report& report) {
  std::string out;
  for (const FindingGroup& group : fold(report.findings)) {
    const std::string_view command = group.first->severity == Severity::error ? "error" : "warning";
    const std::string where = properties(*group.first, report);
    out +=
        fmt::format("::{}{}{}::{}\n", command, where.empty() ? "" : " ", where, escaped(message(group, report), false));
  }
  return out;
}

}  // namespace sailmaker::cli
