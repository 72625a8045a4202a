#include "cli/drift_text.h"

#include <fmt/format.h>

#include "cli/time_text.h"
#include "diff/print.h"
#include "pipeline/identity.h"
#include "value/map.h"

namespace sailmaker::cli {

std::string drifted_text(const sync::Drifted& drifted, Color color) {
  std::string out = fmt::format("{}  \"{}\" in {}\n  changed", drifted.key, drifted.name, drifted.application);
  if (!drifted.who.empty()) out += " by " + drifted.who;
  if (drifted.modified > 0) out += ", " + time_text(drifted.modified);
  if (!drifted.run.empty()) {
    out += fmt::format("; run {} wrote it last, {}", drifted.run, time_text(drifted.written));
  } else if (drifted.written > 0) {
    out += "; Sailmaker wrote it last " + time_text(drifted.written);
  }
  out += "\n";
  if (drifted.documents.before.is_null()) {
    return out + "    What Sailmaker wrote is known no more; `sailmaker plan` compares with the fleet.\n";
  }
  if (drifted.changes.empty()) return out + "    only in what no plan compares\n";
  return out + diff::to_text(drifted.documents.before, drifted.documents.after, pipeline::identity_of, color, 4);
}

Value drifted_value(const sync::Drifted& drifted) {
  return Map{{"key", drifted.key},
             {"id", drifted.id},
             {"application", drifted.application},
             {"name", drifted.name},
             {"who", drifted.who},
             {"modified", drifted.modified},
             {"run", drifted.run},
             {"written", drifted.written},
             {"known", !drifted.documents.before.is_null()},
             {"diff", diff::to_value(drifted.changes)}};
}

}  // namespace sailmaker::cli
