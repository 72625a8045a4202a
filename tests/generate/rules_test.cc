// Each rule has a file rules/<rule>.txt with tiny fleets: those called "bad" break it, those called "good" break none.
// "file" behind that: not a fleet, but pipelines that somebody else made, as `validate --file` reads them.
// What is said about them is there word for word, and docs/rules.md shows it. With SAILMAKER_UPDATE_GOLDEN=1 in the
// environment both are written anew: read the difference before you commit it.

#include "pipeline/rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>

#include "check/check.h"
#include "fleet/selector.h"
#include "generate/fleet_check.h"
#include "generate/generator.h"
#include "pipeline/surroundings.h"
#include "tests/generate/fleet_folder.h"
#include "tests/pipeline/cases.h"
#include "yaml/parser.h"

namespace sailmaker::generate {
namespace {

using pipeline::Case;
using pipeline::RuleEntry;

constexpr std::string_view kMark = "<!-- Written by tests/generate/rules_test.cc: a section for each rule. -->\n";

// The case is the template deploy.yaml.j2; "+++ FILE" begins another file of the fleet. Those of kFleet are added to.
FleetFolder::Files files_of(const std::string& text) {
  FleetFolder::Files files = {{"templates/deploy.yaml.j2", ""}};
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("+++ ")) {
      files.emplace_back(line.substr(4), "");
    } else {
      files.back().second += line + '\n';
    }
  }
  return files;
}

std::string say(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) out += to_text(finding);
  return out;
}

// The part of a case that stands for what a running Spinnaker says of itself, as `validate --live` asks it.
constexpr std::string_view kLive = "what Spinnaker knows";

std::optional<pipeline::Names> names_in(const Value& known, std::string_view field) {
  const Value* list = known.find(field);
  if (list == nullptr) return std::nullopt;
  pipeline::Names names;
  for (const Value& name : list->as_list()) names.emplace(name.as_string());
  return names;
}

std::string say_live(const Generator& generator, const Generated& made, const std::string& text) {
  const Value known = yaml::parse(text, "live")->root;
  const pipeline::Surroundings surroundings{names_in(known, "accounts"), names_in(known, "artifactAccounts"),
                                            names_in(known, "applications"), std::nullopt};
  std::string out;
  for (const pipeline::Problem& problem : pipeline::check_surroundings(made.pipeline, surroundings)) {
    if (!generator.allows(problem.rule, made.key)) out += to_text(generator.place(made.key, problem));
  }
  return out;
}

std::string run_file(const std::string& text) {
  return say(check::check_texts({{"pipelines.yaml", text}}, {}).findings);
}

// Everything that is said about the service's pipelines in prod.
std::string run(const std::string& text) {
  const FleetFolder folder({{"check.yaml.j2", small_pipeline("check")}});
  std::string live;
  for (const auto& [file, content] : files_of(text)) {
    if (file == kLive) {
      live = content;
    } else {
      folder.write(file, file == "fleet.yaml" ? std::string(kFleetText) + content : content);
    }
  }
  const fleet::Fleet fleet = folder.read();
  const Generator generator(fleet);
  FleetCheck check;
  std::string out = say(generator.rule_findings());
  for (const fleet::Entry& entry : generator.select(*fleet::Selector::parse("azar/api/prod"))) {
    const Generated made = generator.generate(entry);
    out += say(made.findings);
    if (!live.empty()) out += say_live(generator, made, live);
    check.add(made);
  }
  return out + say(check.findings(generator));
}

std::string file_of(const RuleEntry& rule) { return "rules/" + std::string(rule.name) + ".txt"; }

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string indented_block(std::string_view language, std::string_view text) {
  return "```" + std::string(language) + "\n" + std::string(text) + "```\n";
}

std::string section_of(const RuleEntry& rule) {
  std::string out = "\n### `" + std::string(rule.name) + "`\n\n";
  out += rule.severity == Severity::error ? "Error" : "Warning";
  out += rule.can_be_allowed ? ": " : ", without exceptions: ";
  out += std::string(rule.reason) + ".\n";
  for (const Case& each : pipeline::read_cases(file_of(rule))) {
    out += each.title.starts_with("bad") ? "\n" : "\nGood:\n\n";
    out += indented_block("yaml", each.document);
    if (!each.expected.empty()) out += "\n" + indented_block("text", each.expected);
    if (each.title.starts_with("good")) break;
  }
  return out;
}

std::string page() {
  std::vector<const RuleEntry*> sorted;
  for (const RuleEntry& rule : pipeline::rules()) sorted.push_back(&rule);
  std::sort(sorted.begin(), sorted.end(), [](const RuleEntry* a, const RuleEntry* b) { return a->name < b->name; });
  std::string out(kMark);
  for (const RuleEntry* rule : sorted) out += section_of(*rule);
  return out;
}

TEST(RuleCases, SayWhatTheirFilesSay) {
  for (const RuleEntry& rule : pipeline::rules()) {
    pipeline::check_cases(file_of(rule), [](const Case& each) {
      return each.title.ends_with(" file") ? run_file(each.document) : run(each.document);
    });
  }
}

TEST(RuleCases, BadOnesBreakTheirRuleAndGoodOnesNone) {
  for (const RuleEntry& rule : pipeline::rules()) {
    int good = 0;
    int bad = 0;
    for (const Case& each : pipeline::read_cases(file_of(rule))) {
      const bool is_bad = each.title.starts_with("bad");
      (is_bad ? bad : good) += 1;
      EXPECT_TRUE(is_bad || each.title.starts_with("good")) << rule.name << ": " << each.title;
      const bool says = each.expected.find("rule: " + std::string(rule.name) + '\n') != std::string::npos;
      EXPECT_EQ(says, is_bad) << rule.name << ": " << each.title;
      if (!is_bad) {
        EXPECT_EQ(each.expected, "") << rule.name << ": " << each.title;
      }
    }
    EXPECT_TRUE(good > 0 && bad > 0) << rule.name;
  }
}

TEST(RulePage, ShowsEveryRule) {
  const std::string file = std::string(SAILMAKER_SOURCE_DIR) + "/docs/rules.md";
  const std::string text = text_of(file);
  const std::size_t mark = text.find(kMark);
  ASSERT_NE(mark, std::string::npos) << file;
  if (std::getenv("SAILMAKER_UPDATE_GOLDEN") != nullptr) std::ofstream(file) << text.substr(0, mark) << page();
  EXPECT_EQ(text_of(file).substr(mark), page()) << "write it anew: SAILMAKER_UPDATE_GOLDEN=1";
}

}  // namespace
}  // namespace sailmaker::generate
