#include "cli/session.h"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "base/edit_distance.h"
#include "cli/arguments.h"
#include "cli/findings.h"
#include "cli/output.h"

namespace sailmaker::cli {

namespace {

// "2026-11-27", in UTC, so that everybody's exceptions end at the same moment.
std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[16];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &utc)};
}

std::string near_key(const std::vector<fleet::Entry>& entries, const std::string& text) {
  std::vector<std::string> keys;
  keys.reserve(entries.size());
  for (const fleet::Entry& entry : entries) keys.push_back(to_string(entry.key));
  const std::string hint = did_you_mean(text, keys);
  return hint.empty() ? "`sailmaker render -o name` lists the keys of all pipelines" : hint;
}

}  // namespace

Session::Session(store::LoadedFleet loaded, generate::ErrorDetail detail) : loaded_(std::move(loaded)) {
  generator_ = std::make_unique<generate::Generator>(loaded_.fleet, detail);
}

std::unique_ptr<Session> Session::open(const Arguments& arguments, std::vector<Finding>* findings,
                                       const std::map<std::string, std::string>& instead) {
  const std::filesystem::path folder = arguments.value("fleet");
  store::LoadedFleet loaded = store::read_folder(folder, threads_of(arguments), instead);
  loaded.fleet.today = today();
  std::vector<Finding> found = std::move(loaded.findings);
  for (Finding& finding : found) {
    if (finding.rule.empty()) finding.rule = "fleet-file";
  }
  std::unique_ptr<Session> session;
  if (count(found, Severity::error) == 0) {
    const bool explains = arguments.has("explain-errors");
    const auto detail = explains ? generate::ErrorDetail::variables : generate::ErrorDetail::place;
    session.reset(new Session(std::move(loaded), detail));
    for (Finding& finding : session->generator().fleet_findings()) found.push_back(std::move(finding));
    for (Finding& finding : session->generator().rule_findings()) found.push_back(std::move(finding));
    if (count(found, Severity::error) > 0) session.reset();
  }
  findings != nullptr ? void(*findings = std::move(found)) : say_findings(arguments, found);
  return session;
}

std::optional<fleet::Selector> selector_of(const Arguments& arguments, const Session& session) {
  if (arguments.operands.empty()) return fleet::Selector();
  auto selector = fleet::Selector::parse(arguments.operand(0));
  if (!selector) return say_error(selector.error()), std::nullopt;
  const auto& entries = session.generator().entries();
  if (entries.empty() || !session.generator().select(*selector).empty()) return std::move(*selector);

  Error error("no pipeline of the fleet matches '" + selector->text() + "'");
  error.hint = near_key(entries, selector->text());
  say_error(error);
  return std::nullopt;
}

const fleet::Entry* entry_of(const Session& session, const std::string& key) {
  const auto& entries = session.generator().entries();
  for (const fleet::Entry& entry : entries) {
    if (to_string(entry.key) == key) return &entry;
  }
  Error error("the fleet has no pipeline '" + key + "'");
  error.hint = near_key(entries, key);
  say_error(error);
  return nullptr;
}

unsigned threads_of(const Arguments& arguments) {
  const std::string text = arguments.value("threads");
  unsigned threads = 0;
  std::from_chars(text.data(), text.data() + text.size(), threads);
  return std::min(threads, 256U);
}

void say_findings(const Arguments& arguments, const std::vector<Finding>& findings) {
  const Detail detail = arguments.has("verbose") ? Detail::every_pipeline : Detail::folded;
  const Color color = colors(arguments).talk;
  if (!arguments.has("quiet")) return say(findings_text(findings, color, detail));
  std::vector<Finding> errors;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(errors),
               [](const Finding& finding) { return finding.severity == Severity::error; });
  say(findings_text(errors, color, detail));
}

}  // namespace sailmaker::cli
