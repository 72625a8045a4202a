#include "cli/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "cli/output.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

// What is the same finding, seen from the person who mends it.
std::string place_and_message(const Finding& finding) {
  std::string out = finding.severity == Severity::error ? "e" : "w";
  out += finding.error.message + '\n' + finding.error.hint;
  if (finding.error.source) out += '\n' + to_string(*finding.error.source);
  return out;
}

std::string others(const FindingGroup& group) {
  const std::vector<std::string>& keys = group.others;
  if (keys.empty()) return {};
  std::string out = fmt::format("  and in {}: {}", counted(keys.size(), "more pipeline"), keys[0]);
  for (std::size_t i = 1; i < std::min<std::size_t>(keys.size(), 3); ++i) out += ", " + keys[i];
  return out + (keys.size() > 3 ? ", ...\n" : "\n");
}

Value source_value(const Source& source, std::string_view what) {
  Map map;
  if (!what.empty()) map.set("what", what);
  map.set("file", source.file);
  map.set("line", source.line);
  map.set("column", source.column);
  return map;
}

Value finding_value(const Finding& finding) {
  const Error& error = finding.error;
  Map map{{"severity", finding.severity == Severity::error ? "error" : "warning"}, {"message", error.message}};
  if (!finding.rule.empty()) map.set("rule", finding.rule);
  if (!error.type.empty()) map.set("type", error.type);
  if (!error.key.empty()) map.set("key", error.key);
  if (!finding.path.empty()) map.set("path", finding.path);
  if (error.source) map.set("source", source_value(*error.source, ""));
  List trace;
  for (const Frame& frame : error.trace) trace.push_back(source_value(frame.source, frame.what));
  if (!trace.empty()) map.set("trace", std::move(trace));
  if (!error.hint.empty()) map.set("hint", error.hint);
  if (error.cause) map.set("cause", finding_value({Severity::error, *error.cause, {}}));
  return map;
}

}  // namespace

std::vector<FindingGroup> fold(const std::vector<Finding>& findings, Detail detail) {
  std::vector<FindingGroup> groups;
  std::map<std::string, std::size_t> known;
  for (const Finding& finding : findings) {
    // Without a place two findings with one message may have two reasons.
    const bool foldable = detail == Detail::folded && finding.error.source.has_value();
    const auto [at, is_new] = known.try_emplace(place_and_message(finding), groups.size());
    if (is_new || !foldable) {
      groups.push_back({&finding, {}});
    } else {
      groups[at->second].others.push_back(finding.error.key);
    }
  }
  for (FindingGroup& group : groups) {
    std::vector<std::string>& keys = group.others;
    std::erase_if(keys, [&](const std::string& key) { return key.empty() || key == group.first->error.key; });
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  }
  return groups;
}

std::size_t count(const std::vector<Finding>& findings, Severity severity) {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(),
                                                [&](const Finding& finding) { return finding.severity == severity; }));
}

std::string findings_text(const std::vector<Finding>& findings, Color color, Detail detail) {
  std::string out;
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (const FindingGroup& group : fold(findings, detail)) {
    ++(group.first->severity == Severity::error ? errors : warnings);
    out += to_text(*group.first, color) + others(group) + '\n';
  }
  if (errors + warnings > 0) out += fmt::format("{}, {}\n", counted(errors, "error"), counted(warnings, "warning"));
  return out;
}

Value findings_value(const std::vector<Finding>& findings) {
  List list;
  for (const Finding& finding : findings) list.push_back(finding_value(finding));
  return list;
}

}  // namespace sailmaker::cli
