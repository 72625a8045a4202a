#include <algorithm>
#include <filesystem>

#include "base/edit_distance.h"
#include "base/parallel.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/test_report.h"
#include "store/test_files.h"

namespace sailmaker::cli {

namespace {

std::vector<TestResult> chosen(const store::LoadedTests& loaded, const std::string& name) {
  std::vector<TestResult> results;
  for (const fleet::TemplateCase& test : loaded.cases) {
    if ((test.file + ": " + test.name).find(name) != std::string::npos) results.push_back({&test, {}, false});
  }
  return results;
}

void say_nothing_chosen(const store::LoadedTests& loaded, const std::string& name) {
  std::vector<std::string> names;
  names.reserve(loaded.cases.size());
  for (const fleet::TemplateCase& test : loaded.cases) names.push_back(test.name);
  Error error(names.empty() ? "the fleet has no template tests" : "no test is called '" + name + "'");
  error.hint = names.empty() ? "a test stands in templates/tests/*.yaml; see `sailmaker test --help`"
                             : did_you_mean(name, names);
  say_error(error);
}

// A golden file that was written anew is right now; what else is wrong stays.
Result<void> update(const std::filesystem::path& folder, TestResult& result) {
  generate::CaseOutcome& outcome = result.outcome;
  if (!outcome.golden) return {};
  if (auto written = store::write_golden(folder, result.test->golden, *outcome.golden); !written) return written;
  result.updated = true;
  outcome.difference.clear();
  std::erase_if(outcome.findings, [](const Finding& finding) { return finding.rule == generate::kGoldenRule; });
  return {};
}

}  // namespace

int run_test(const Arguments& arguments) {
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const std::filesystem::path folder = arguments.value("fleet");
  const store::LoadedTests loaded = store::read_tests(folder, session->fleet());
  say_findings(arguments, loaded.findings);
  if (count(loaded.findings, Severity::error) > 0) return kError;
  std::vector<TestResult> results = chosen(loaded, arguments.operand(0));
  if (results.empty()) return say_nothing_chosen(loaded, arguments.operand(0)), kError;

  const std::string format = arguments.value("output");
  const Color color = format == "text" ? colors(arguments).out : Color::no;
  const auto read = [&](const std::string& name) { return store::read_golden(folder, name); };
  parallel_for(results.size(), threads_of(arguments), [&](std::size_t i) {
    results[i].outcome = generate::run_case(session->fleet(), *results[i].test, read, color);
  });
  if (arguments.has("update")) {
    for (TestResult& result : results) {
      if (auto updated = update(folder, result); !updated) return say_error(updated.error()), kError;
    }
  }
  print(format == "json"    ? test_json(results)
        : format == "junit" ? test_junit(results)
                            : test_text(results, color, arguments.has("quiet")));
  const bool good =
      std::all_of(results.begin(), results.end(), [](const TestResult& result) { return result.outcome.passed(); });
  return good ? kDone : kError;
}

}  // namespace sailmaker::cli
