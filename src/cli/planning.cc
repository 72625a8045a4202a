#include "cli/planning.h"

#include "cli/arguments.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/session.h"

namespace sailmaker::cli {

std::optional<sync::Plan> plan_for(const Arguments& arguments, const Session& session, target::Target& target,
                                   sync::Purpose purpose) {
  const auto selector = selector_of(arguments, session);
  if (!selector) return std::nullopt;
  return plan_for(arguments, session, target, purpose, *selector);
}

std::optional<sync::Plan> plan_for(const Arguments& arguments, const Session& session, target::Target& target,
                                   sync::Purpose purpose, const fleet::Selector& selector) {
  Progress progress(arguments, "Planning");
  sync::PlanOptions options;
  options.selector = selector;
  options.purpose = purpose;
  options.threads = threads_of(arguments);
  options.progress = progress.callback();
  options.stop = &interrupted();
  if (arguments.has("prune")) options.prune = sync::Prune::yes;
  if (arguments.has("force-prune")) options.prune = sync::Prune::forced;
  const PlanStyle style = plan_style(arguments);
  options.describe = [&style](const sync::Change& change, const sync::Documents& documents,
                              const diff::Comparison* comparison) {
    return describe(change, documents, comparison, style);
  };
  auto planned = sync::make_plan(session.generator(), session.fleet(), target, options);
  if (!planned) return say_error(planned.error()), std::nullopt;
  say_findings(arguments, planned->findings);
  if (planned->has_errors()) return say("Nothing is planned while there are errors.\n"), std::nullopt;
  return std::move(planned->plan);
}

PlanStyle plan_style(const Arguments& arguments, std::string_view drift) {
  PlanStyle style;
  style.format = arguments.value("output");
  style.color = colors(arguments).out;
  style.whole = arguments.has("verbose");
  style.folded = !style.whole && !arguments.has("full");
  style.threads = threads_of(arguments);
  style.drift = drift;
  return style;
}

}  // namespace sailmaker::cli
