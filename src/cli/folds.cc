#include "cli/folds.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "diff/phrase.h"
#include "value/json.h"

namespace sailmaker::cli {

namespace {

using sync::Action;
using sync::Change;
using sync::Plan;

// Fewer are told one by one.
constexpr std::size_t kFewest = 3;
constexpr std::size_t kLongestPhrase = 60;

std::string values_of(const diff::Change& difference) {
  return std::to_string(static_cast<int>(difference.action)) + "\n" + to_json(difference.before, JsonStyle::sorted) +
         "\n" + to_json(difference.after, JsonStyle::sorted);
}

// The label with `[*]` for each item.
std::string pattern_of(const std::string& label) {
  std::string out;
  for (std::size_t at = 0; at < label.size(); ++at) {
    out += label[at];
    if (label[at] != '[') continue;
    const std::size_t end = label.find(']', at);
    if (end == std::string::npos) return label;
    out += "*]";
    at = end;
  }
  return out;
}

bool may_be_folded(const Change& change) {
  return change.action == Action::update && !change.drifted && !change.adopted && !change.differences.empty();
}

class Folding {
 public:
  explicit Folding(const Plan& plan) : plan_(plan) {}

  Folds run() {
    number_differences();
    for (std::size_t i = 0; i < plan_.changes.size(); ++i) {
      if (plan_.changes[i].action == Action::update) sort_out(i);
    }
    std::stable_sort(out_.folds.begin(), out_.folds.end(),
                     [](const Fold& a, const Fold& b) { return a.changes.size() > b.changes.size(); });
    for (Fold& fold : out_.folds) merge_items(fold);
    return std::move(out_);
  }

 private:
  // Equal differences get one number.
  void number_differences() {
    std::unordered_map<std::string, std::size_t> known;
    numbers_.resize(plan_.changes.size());
    for (std::size_t i = 0; i < plan_.changes.size(); ++i) {
      if (!may_be_folded(plan_.changes[i])) continue;
      for (const diff::Change& difference : plan_.changes[i].differences) {
        const auto [found, is_new] = known.emplace(difference.label + "\n" + values_of(difference), holders_.size());
        if (is_new) holders_.emplace_back();
        auto& holders = holders_[found->second];
        if (holders.empty() || holders.back() != i) holders.push_back(i);
        numbers_[i].push_back(found->second);
      }
    }
  }

  // Differences that the same pipelines have stand together.
  void sort_out(std::size_t i) {
    const Change& change = plan_.changes[i];
    Rest rest{i, {}, false};
    for (std::size_t d = 0; d < change.differences.size(); ++d) {
      const bool folded = !numbers_[i].empty() && holders_[numbers_[i][d]].size() >= kFewest;
      if (!folded) {
        rest.differences.push_back(change.differences[d]);
        continue;
      }
      rest.is_folded = true;
      const auto& holders = holders_[numbers_[i][d]];
      if (holders.front() == i) fold_of(holders).differences.push_back(change.differences[d]);
    }
    if (!rest.differences.empty() || !rest.is_folded) out_.rests.push_back(std::move(rest));
  }

  Fold& fold_of(const std::vector<std::size_t>& holders) {
    const auto [found, is_new] = places_.emplace(holders, out_.folds.size());
    if (is_new) out_.folds.push_back({{}, holders});
    return out_.folds[found->second];
  }

  static void merge_items(Fold& fold) {
    std::map<std::string, std::size_t> places;
    std::vector<diff::Change> merged;
    for (diff::Change& difference : fold.differences) {
      const std::string pattern = pattern_of(difference.label);
      const auto [found, is_new] = places.emplace(pattern + "\n" + values_of(difference), merged.size());
      if (is_new) {
        merged.push_back(std::move(difference));
      } else {
        merged[found->second].label = pattern;
      }
    }
    fold.differences = std::move(merged);
  }

  const Plan& plan_;
  std::vector<std::vector<std::size_t>> holders_;  // of each number: the changes that have the difference
  std::vector<std::vector<std::size_t>> numbers_;  // of each change: those of its differences; empty: not to be folded
  std::map<std::vector<std::size_t>, std::size_t> places_;
  Folds out_;
};

std::string short_phrase(const Value& value) {
  std::string text = diff::phrase(value);
  std::size_t points = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') text[i] = ' ';
    if ((static_cast<unsigned char>(text[i]) & 0xc0) == 0x80) continue;
    if (++points > kLongestPhrase) return text.substr(0, i) + "...";
  }
  return text;
}

}  // namespace

Folds fold(const Plan& plan) { return Folding(plan).run(); }

std::string difference_line(const diff::Change& change) {
  switch (change.action) {
    case diff::Action::add: return "+ " + change.label + ": " + short_phrase(change.after);
    case diff::Action::remove: return "- " + change.label + ": " + short_phrase(change.before);
    case diff::Action::move: return "~ " + change.label + ": moved";
    case diff::Action::change: break;
  }
  return "~ " + change.label + ": " + short_phrase(change.before) + " -> " + short_phrase(change.after);
}

}  // namespace sailmaker::cli
