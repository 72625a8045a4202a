#include "cli/test_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "cli/findings.h"
#include "cli/output.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

struct Counts {
  std::size_t failed = 0;
  std::size_t updated = 0;
};

Counts counts_of(std::span<const TestResult> results) {
  Counts counts;
  for (const TestResult& result : results) {
    counts.failed += result.outcome.passed() ? 0U : 1U;
    counts.updated += result.updated ? 1U : 0U;
  }
  return counts;
}

std::string indented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) out += "  ";
    out.append(text.substr(0, end)).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string reasons(const TestResult& result, Color color) {
  std::string out;
  for (const Finding& finding : result.outcome.findings) out += to_text(finding.error, finding.severity, color);
  return out + result.outcome.difference;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string test_text(std::span<const TestResult> results, Color color, bool quiet) {
  const char* red = color == Color::yes ? "\x1b[31;1m" : "";
  const char* green = color == Color::yes ? "\x1b[32m" : "";
  const char* off = color == Color::yes ? "\x1b[0m" : "";
  std::string out;
  for (const TestResult& result : results) {
    const bool passed = result.outcome.passed();
    if (passed && quiet && !result.updated) continue;
    const char* word = result.updated ? "new " : passed ? "ok  " : "FAIL";
    out += fmt::format("{}{}{} {}: {}\n", passed ? green : red, word, off, result.test->file, result.test->name);
    if (!passed) out += indented(reasons(result, color)) + "\n";
  }
  const Counts counts = counts_of(results);
  out += counted(results.size(), "test") + fmt::format(", {} failed", counts.failed);
  if (counts.updated > 0) out += fmt::format(", {} written", counted(counts.updated, "golden file"));
  return out + "\n";
}

std::string test_json(std::span<const TestResult> results) {
  List list;
  for (const TestResult& result : results) {
    Map map{{"file", result.test->file},
            {"name", result.test->name},
            {"key", to_string(result.test->key)},
            {"passed", result.outcome.passed()},
            {"findings", findings_value(result.outcome.findings)}};
    if (!result.outcome.difference.empty()) map.set("difference", result.outcome.difference);
    if (result.updated) map.set("updated", true);
    list.push_back(std::move(map));
  }
  const Counts counts = counts_of(results);
  const auto number = [](std::size_t count) { return Value(static_cast<std::int64_t>(count)); };
  const Map document{{"tests", number(results.size())},
                     {"failed", number(counts.failed)},
                     {"updated", number(counts.updated)},
                     {"results", std::move(list)}};
  return to_json(document, JsonStyle::indented) + "\n";
}

std::string test_junit(std::span<const TestResult> results) {
  std::string out =
      fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{}\">\n",
                  results.size(), counts_of(results).failed);
  for (std::size_t begin = 0; begin < results.size();) {
    std::size_t end = begin;
    while (end < results.size() && results[end].test->file == results[begin].test->file) ++end;
    const auto suite = results.subspan(begin, end - begin);
    const std::string file = escaped(suite[0].test->file);
    out += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", file, suite.size(),
                       counts_of(suite).failed);
    for (const TestResult& result : suite) {
      out += fmt::format("    <testcase classname=\"{}\" name=\"{}\"", file, escaped(result.test->name));
      if (result.outcome.passed()) {
        out += "/>\n";
        continue;
      }
      out += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                         escaped(result.outcome.findings[0].error.message), escaped(reasons(result, Color::no)));
    }
    out += "  </testsuite>\n";
    begin = end;
  }
  return out + "</testsuites>\n";
}

}  // namespace sailmaker::cli
