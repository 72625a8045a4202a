#include "cli/rule_text.h"

#include <algorithm>
#include <iterator>

#include "pipeline/rules.h"

namespace sailmaker::cli {

namespace {

struct Row {
  std::string_view rule;
  std::string_view text;
};

// Rules of the steps around pipeline::validate(), which keeps its own in pipeline::rules().
constexpr Row kRows[] = {
    {"fleet-file", "a file of the fleet cannot be read or says what no fleet can mean"},
    {"json-syntax", "the file is not JSON"},
    {"no-pipeline", "a file that was named for checking holds no pipeline"},
    {"override", "an override of the fleet leads nowhere, or is not needed"},
    {"template-comment", "`{#` right after a `$` begins a Jinja comment, and what was meant for Spinnaker is lost"},
    {"template-error", "the template asks for something that cannot be done"},
    {"template-limit", "the template needs more than its limits allow"},
    {"template-not-found", "the template includes or imports a file that the fleet does not have"},
    {"template-syntax", "the template is not Jinja2"},
    {"template-undefined", "the template uses a variable that no layer sets"},
    {"variable", "a variable does not fit what templates declare or use"},
    {"yaml-surprise", "YAML reads a plain scalar as something else than it looks like"},
    {"yaml-syntax", "the text is not YAML"},
};

}  // namespace

std::string rule_text(std::string_view rule) {
  for (const pipeline::RuleEntry& entry : pipeline::rules()) {
    if (entry.name == rule) return std::string(entry.reason);
  }
  const auto* found =
      std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& row) { return row.rule == rule; });
  return std::string(found == std::end(kRows) ? rule : found->text);
}

}  // namespace sailmaker::cli
