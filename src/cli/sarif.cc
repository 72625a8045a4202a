#include "cli/sarif.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "cli/findings.h"
#include "cli/report.h"
#include "cli/rule_text.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

std::string_view level(Severity severity) { return severity == Severity::error ? "error" : "warning"; }

std::string rule_of(const Finding& finding) { return finding.rule.empty() ? "other" : finding.rule; }

Value text_value(std::string_view text) { return Map{{"text", text}}; }

// A path as a URI reference: what is no plain character stands as %XX.
std::string uri(std::string_view path) {
  constexpr std::string_view plain = "-._~/";
  std::string out;
  for (const char c : path) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          plain.find(c) != std::string_view::npos;
    out += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return path.starts_with('/') ? "file://" + out : out;
}

Value region(const Source& source) {
  Map map{{"startLine", source.line}};
  if (source.column > 0) {
    map.set("startColumn", source.column);
    map.set("endColumn", source.column + source.length);
  }
  if (!source.line_text.empty()) map.set("snippet", text_value(source.line_text));
  return map;
}

Value physical(const Source& source, const Report& report) {
  Map map{{"artifactLocation", Map{{"uri", uri(report.folder + source.file)}}}};
  if (source.line > 0) map.set("region", region(source));
  return map;
}

// Texts that were made on the way have names, but are no files.
bool is_file(const Source& source, const Report& report) { return report.has_files && !source.file.empty(); }
bool is_file(const Frame& frame, const Report& report) {
  return is_file(frame.source, report) && frame.source.line > 0 && frame.what != "rendered as";
}

List locations(const Finding& finding, const Report& report) {
  Map location;
  const auto& source = finding.error.source;
  if (source && is_file(*source, report)) location.set("physicalLocation", physical(*source, report));
  std::string name = finding.error.key;
  if (!finding.path.empty()) name += (name.empty() ? "" : ": ") + finding.path;
  if (!report.has_files && source) name = source->file;
  if (!name.empty()) location.set("logicalLocations", List{Map{{"fullyQualifiedName", name}}});
  return location.empty() ? List() : List{Value(std::move(location))};
}

List related(const Error& error, const Report& report) {
  List list;
  for (const Frame& frame : error.trace) {
    if (!is_file(frame, report)) continue;
    list.push_back(Map{{"id", static_cast<std::int64_t>(list.size() + 1)},
                       {"physicalLocation", physical(frame.source, report)},
                       {"message", text_value(frame.what)}});
  }
  return list;
}

std::string message(const FindingGroup& group) {
  const Error& error = group.first->error;
  std::string out = error.message;
  for (const Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get())
    out += ": " + cause->message;
  if (!error.hint.empty()) out += " (" + error.hint + ")";
  if (!group.others.empty()) out += fmt::format(", also in {} more pipelines", group.others.size());
  return out;
}

class Log {
 public:
  explicit Log(const Report& report) : report_(report) {}

  Value run() {
    for (const FindingGroup& group : fold(report_.findings)) add(group);
    Map driver{{"name", "sailmaker"}, {"version", SAILMAKER_VERSION}, {"rules", std::move(rules_)}};
    return Map{{"tool", Map{{"driver", std::move(driver)}}},
               {"columnKind", "unicodeCodePoints"},
               {"results", std::move(results_)}};
  }

 private:
  void add(const FindingGroup& group) {
    const Finding& finding = *group.first;
    Map result{{"ruleId", rule_of(finding)},
               {"ruleIndex", rule_index(finding)},
               {"level", level(finding.severity)},
               {"message", text_value(message(group))},
               {"locations", locations(finding, report_)}};
    List others = related(finding.error, report_);
    if (!others.empty()) result.set("relatedLocations", std::move(others));
    result.set("partialFingerprints", Map{{"sailmaker/v1", fingerprint(finding)}});
    results_.push_back(std::move(result));
  }

  std::int64_t rule_index(const Finding& finding) {
    const std::string rule = rule_of(finding);
    const auto [at, is_new] = indices_.try_emplace(rule, static_cast<std::int64_t>(rules_.size()));
    if (is_new) {
      const std::string text = rule_text(rule);
      rules_.push_back(Map{{"id", rule},
                           {"shortDescription", text_value(text)},
                           {"help", text_value(text)},
                           {"defaultConfiguration", Map{{"level", level(finding.severity)}}}});
    }
    return at->second;
  }

  // Of equal findings the second, third, ... are numbered.
  std::string fingerprint(const Finding& finding) {
    const Error& error = finding.error;
    std::string text = rule_of(finding) + '\n' + (error.source ? error.source->file : "") + '\n' + error.message;
    text += '\n' + (error.source ? error.source->line_text : error.key + '\n' + finding.path);
    return fmt::format("{}:{}", sha256_hex(text).substr(0, 32), ++fingerprints_[text]);
  }

  const Report& report_;
  std::map<std::string, std::int64_t> indices_;
  std::map<std::string, int> fingerprints_;
  List rules_;
  List results_;
};

}  // namespace

Value sarif(const Report& report) {
  return Map{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
             {"version", "2.1.0"},
             {"runs", List{Log(report).run()}}};
}

}  // namespace sailmaker::cli
