#include "generate/exceptions.h"

#include <algorithm>
#include <utility>

#include "base/edit_distance.h"
#include "fleet/day.h"
#include "pipeline/rules.h"

namespace sailmaker::generate {

namespace {

constexpr std::string_view kStageTypes = "unknown-stage-type";

std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const pipeline::RuleEntry& rule : pipeline::rules()) {
    if (rule.can_be_allowed) names.emplace_back(rule.name);
  }
  return names;
}

}  // namespace

void Exceptions::apply(pipeline::Problems& problems, const fleet::Key& key, const Value& pipeline) const {
  if (checks_.allowed.empty() && checks_.stage_types.empty()) return;
  std::erase_if(problems, [&](const pipeline::Problem& problem) {
    if (problem.rule == kStageTypes && allows_type(find(pipeline, problem.path))) return true;
    return allows(problem.rule, key);
  });
}

bool Exceptions::allows(std::string_view rule, const fleet::Key& key) const {
  return std::any_of(checks_.allowed.begin(), checks_.allowed.end(), [&](const fleet::Allowed& allowed) {
    return allowed.rule == rule && allowed.where.matches(key) && !fleet::is_over(allowed.until, today_);
  });
}

bool Exceptions::allows_type(const Value* type) const {
  return type != nullptr && type->is_string() &&
         std::any_of(checks_.stage_types.begin(), checks_.stage_types.end(),
                     [&](const fleet::Glob& glob) { return glob.matches(type->as_string()); });
}

std::vector<Finding> Exceptions::findings() const {
  std::vector<Finding> findings;
  for (const fleet::Allowed& allowed : checks_.allowed) {
    const pipeline::RuleEntry* rule = pipeline::find_rule(allowed.rule);
    if (fleet::is_over(allowed.until, today_)) {
      Error error(
          "the exception from '" + allowed.rule + "' for " + allowed.where.text() + " ended on " + allowed.until,
          allowed.source);
      error.hint = "take it out, or give it a later day";
      findings.push_back({Severity::warning, std::move(error), {}, "fleet-file"});
    }
    if (rule != nullptr && rule->can_be_allowed) continue;
    const std::string message = rule == nullptr ? "there is no rule '" + allowed.rule + "'"
                                                : "the rule '" + allowed.rule + "' knows no exceptions";
    const std::string hint = rule == nullptr ? did_you_mean(allowed.rule, rule_names()) : std::string();
    findings.push_back(
        {Severity::error, Error(message, allowed.source).with_hint(std::string(hint)), {}, "fleet-file"});
  }
  return findings;
}

}  // namespace sailmaker::generate
