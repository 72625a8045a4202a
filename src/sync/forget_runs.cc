#include "sync/forget_runs.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "sync/run.h"

namespace sailmaker::sync {

namespace {

struct Parts {
  bool is_run = false;             // its .run is there
  std::vector<std::string> names;  // the other records
};

// The records by the id of their run, the oldest first.
std::map<std::string, Parts> parts_of(const std::vector<std::string>& names) {
  std::map<std::string, Parts> runs;
  for (const std::string& name : names) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos || !is_run_id(std::string_view(name).substr(0, dot))) continue;
    Parts& parts = runs[name.substr(0, dot)];
    if (name.compare(dot, std::string::npos, ".run") == 0)
      parts.is_run = true;
    else
      parts.names.push_back(name);
  }
  return runs;
}

Result<void> remove_all(target::Records& records, const std::vector<std::string>& names, unsigned writers) {
  std::mutex lock;
  std::optional<Error> failure;
  parallel_for(names.size(), std::max(1U, writers), [&](std::size_t i) {
    auto done = records.remove(names[i]);
    if (done) return;
    const std::lock_guard guard(lock);
    if (!failure) failure = std::move(done).error();
  });
  return failure ? Result<void>(std::move(*failure)) : Result<void>();
}

}  // namespace

Result<std::size_t> forget_runs(target::Records& records, std::size_t keep, unsigned writers, std::size_t most) {
  if (keep == 0) return std::size_t{0};
  const auto names = records.names();
  if (!names) return names.error();
  const auto runs = parts_of(*names);
  const auto is_run = [](const auto& run) { return run.second.is_run; };
  const auto whole = static_cast<std::size_t>(std::count_if(runs.begin(), runs.end(), is_run));
  if (whole <= keep) return std::size_t{0};
  const std::size_t wanted = std::min(whole - keep, most);
  // Parts of a run that is about to begin have no .run yet; they are newer than all that goes.
  std::vector<std::string> heads;
  std::vector<std::string> parts;
  for (const auto& [id, run] : runs) {
    if (heads.size() == wanted) break;
    if (run.is_run) heads.push_back(id + ".run");
    parts.insert(parts.end(), run.names.begin(), run.names.end());
  }
  if (auto done = remove_all(records, heads, writers); !done) return std::move(done).error();
  if (auto done = remove_all(records, parts, writers); !done) return std::move(done).error();
  return heads.size();
}

}  // namespace sailmaker::sync
