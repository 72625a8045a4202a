#include "cli/generated.h"

#include <atomic>

#include "cli/progress.h"
#include "cli/session.h"
#include "generate/fleet_check.h"

namespace sailmaker::cli {

Selection generate_selection(const Arguments& arguments, const Session& session, const fleet::Selector& selector,
                             Keep keep) {
  const auto entries = session.generator().select(selector);
  Selection selection;
  selection.pipelines.resize(entries.size());
  Progress progress(arguments, "Generating");
  std::atomic<std::size_t> done{0};
  session.generator().generate_all(entries, threads_of(arguments), [&](std::size_t i, generate::Generated made) {
    if (keep == Keep::nothing) made.pipeline = Value();
    selection.pipelines[i] = std::move(made);
    progress.update(++done, entries.size());
  });
  generate::FleetCheck check;
  for (generate::Generated& made : selection.pipelines) {
    for (Finding& finding : made.findings) selection.findings.push_back(std::move(finding));
    check.add(made);
  }
  for (Finding& finding : check.findings(session.generator())) selection.findings.push_back(std::move(finding));
  return selection;
}

}  // namespace sailmaker::cli
