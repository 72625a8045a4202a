#include "cli/plan_markdown.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/folds.h"
#include "cli/output.h"
#include "cli/plan_text.h"
#include "diff/phrase.h"

namespace sailmaker::cli {

namespace {

using sync::Action;
using sync::Change;
using sync::Plan;

// Keys that a fold lists, and lines that one pipeline gets.
constexpr std::size_t kMostKeys = 200;
constexpr std::size_t kMostLines = 40;
constexpr std::size_t kLongestValue = 200;
// Room for the lines that say what was left out.
constexpr std::size_t kReserve = 400;

std::string one_line(const Value& value) {
  std::string text = diff::phrase(value);
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (text.size() <= kLongestValue) return text;
  std::size_t end = kLongestValue;
  while ((static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

// As a diff, whose lines GitHub colors.
std::string difference_lines(const diff::Change& change) {
  if (change.action == diff::Action::move) return "! " + change.label + ": moved\n";
  std::string out;
  if (change.action != diff::Action::add) out += "- " + change.label + ": " + one_line(change.before) + "\n";
  if (change.action != diff::Action::remove) out += "+ " + change.label + ": " + one_line(change.after) + "\n";
  return out;
}

// A fence that nothing inside it ends.
std::string fenced(const std::string& text, const char* language) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fence + language + "\n" + text + fence + "\n";
}

std::string differences_block(const std::vector<diff::Change>& differences) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kMostLines, differences.size()); ++i) text += difference_lines(differences[i]);
  if (differences.size() > kMostLines) text += fmt::format("  ... and {} more\n", differences.size() - kMostLines);
  return fenced(text, "diff");
}

std::string marks_of(const Plan& plan, const Change& change) {
  std::string out;
  if (const std::string move = move_of(plan, change); !move.empty()) out += " **[" + move + "]**";
  if (change.is_protected) out += " **[protected]**";
  if (change.adopted) out += " **[takes over a pipeline that Sailmaker did not write]**";
  if (change.drifted) out += fmt::format(" **[{}]**", kDriftWords);
  return out;
}

std::string fold_section(const Plan& plan, const Fold& fold) {
  std::string keys;
  std::size_t guarded = 0;
  for (std::size_t i = 0; i < fold.changes.size(); ++i) {
    const Change& change = plan.changes[fold.changes[i]];
    guarded += change.is_protected ? 1 : 0;
    if (i < kMostKeys) keys += change.key + (change.is_protected ? "  [protected]\n" : "\n");
  }
  if (fold.changes.size() > kMostKeys) keys += fmt::format("... and {} more\n", fold.changes.size() - kMostKeys);
  const std::string count = counted(fold.changes.size(), "pipeline");
  const std::string note = guarded > 0 ? fmt::format(", {} of them protected", guarded) : std::string();
  return fmt::format("**In {}{}:**\n\n{}\n<details><summary>{}</summary>\n\n{}\n</details>\n\n", count, note,
                     differences_block(fold.differences), count, fenced(keys, ""));
}

std::string rest_section(const Plan& plan, const Rest& rest) {
  const Change& change = plan.changes[rest.change];
  std::string out = fmt::format("**Update** `{}`{}{}\n\n", change.key, marks_of(plan, change),
                                rest.is_folded ? ", beside what is above:" : "");
  return out +
         (rest.differences.empty() ? std::string("Only Sailmaker's mark is written.\n")
                                   : differences_block(rest.differences)) +
         "\n";
}

// Sections in the order of their weight; each stands for some changes.
struct Section {
  std::string text;
  std::size_t changes = 1;
};

std::vector<Section> sections_of(const TargetPlan& each, bool is_one_of_several) {
  const Plan& plan = each.plan;
  std::vector<Section> out;
  if (is_one_of_several) out.push_back({fmt::format("#### {}\n\n", place_of(plan)), 0});
  for (const auto& [action, title] : {std::pair(Action::remove, "Delete"), std::pair(Action::create, "Create")}) {
    for (const Change& change : plan.changes) {
      if (change.action == action)
        out.push_back({fmt::format("- **{}** `{}`{}\n", title, change.key, marks_of(plan, change))});
    }
  }
  if (out.size() > (is_one_of_several ? 1U : 0U)) out.push_back({"\n", 0});
  const Folds folds = fold(plan);
  for (const Fold& fold : folds.folds) out.push_back({fold_section(plan, fold), fold.changes.size()});
  for (const Rest& rest : folds.rests) out.push_back({rest_section(plan, rest)});
  return out;
}

}  // namespace

std::string plan_markdown(std::span<const TargetPlan> plans, std::size_t limit) {
  std::string out = fmt::format("### Sailmaker: {}\n\n", plans_summary(plans));
  std::size_t left_out = 0;
  for (const TargetPlan& each : plans) {
    const bool is_one_of_several = !each.plan.target_name.empty();
    if (is_one_of_several && each.plan.changes.empty() && each.plan.orphans.empty()) continue;
    for (const Section& section : sections_of(each, is_one_of_several)) {
      if (out.size() + section.text.size() + kReserve > limit) {
        left_out += section.changes;
      } else {
        out += section.text;
      }
    }
    if (!each.plan.orphans.empty()) {
      out += fmt::format("{} in {} and {}; `--prune` deletes.\n\n", counted(each.plan.orphans.size(), "pipeline"),
                         place_of(each.plan), orphans_are(each.plan));
    }
  }
  if (left_out > 0) {
    out += fmt::format("... and {} more change{} that found no room here; `sailmaker plan` shows all.\n", left_out,
                       left_out == 1 ? "" : "s");
  }
  return out;
}

}  // namespace sailmaker::cli
