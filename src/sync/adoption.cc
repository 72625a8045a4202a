#include "sync/adoption.h"

#include <algorithm>
#include <optional>
#include <span>
#include <unordered_set>

#include "base/parallel.h"
#include "pipeline/across.h"
#include "pipeline/ids.h"
#include "pipeline/mark.h"
#include "value/json.h"

// In the everyday case every stored pipeline has the id that its key makes, there are no strangers, and nothing here is
// read. Strangers are read once: those that carry a key of the fleet in their mark, or the name of a pipeline that the
// fleet would create, are that pipeline.

namespace sailmaker::sync {

namespace {

std::string text_of(const Value& pipeline, std::string_view key) {
  const Value* found = pipeline.find(key);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

// What a stored object says of itself. One that is no JSON is a stranger without a name: it is shown, never touched.
Stranger read_stranger(std::string id, target::Stored stored, std::vector<Finding>& findings) {
  Stranger stranger;
  stranger.id = std::move(id);
  stranger.version = std::move(stored.version);
  auto pipeline = parse_json(stored.body, "stored pipeline " + stranger.id);
  if (!pipeline) {
    Error error("a stored pipeline cannot be read; Front50 stops refreshing its lists when it meets such an object");
    findings.push_back(
        {Severity::warning, std::move(error).with_cause(std::move(pipeline).error()), {}, "stored-unreadable"});
    return stranger;
  }
  stranger.application = text_of(*pipeline, "application");
  stranger.name = text_of(*pipeline, "name");
  if (const auto mark = pipeline::mark_of(*pipeline)) {
    stranger.key = mark->key;
    stranger.body = std::move(stored.body);
  }
  return stranger;
}

class Adoption {
 public:
  Adoption(const generate::Generator& generator, const std::vector<fleet::Entry>& entries, Inventory& inventory,
           unsigned threads)
      : generator_(generator), entries_(entries), inventory_(inventory), threads_(threads) {}

  void run() {
    std::vector<fleet::Entry> missing = entries_not_stored();
    if (missing.empty() || inventory_.strangers.empty()) return;
    adopt_by_mark(missing);
    adopt_by_name(missing);
  }

 private:
  std::vector<fleet::Entry> entries_not_stored() const {
    std::vector<fleet::Entry> missing;
    for (const fleet::Entry& entry : entries_) {
      if (!inventory_.versions.contains(pipeline::pipeline_id(to_string(entry.key)))) missing.push_back(entry);
    }
    return missing;
  }

  void adopt(Stranger& stranger, const std::string& key) {
    inventory_.adopted.emplace(pipeline::pipeline_id(key), stranger.id);
    stranger.taken = true;
  }

  void adopt_by_mark(std::vector<fleet::Entry>& missing) {
    std::unordered_map<std::string, Stranger*> by_key;
    for (Stranger& stranger : inventory_.strangers) {
      if (!stranger.key.empty()) by_key.emplace(stranger.key, &stranger);
    }
    std::erase_if(missing, [&](const fleet::Entry& entry) {
      const std::string key = to_string(entry.key);
      const auto found = by_key.find(key);
      if (found == by_key.end()) return false;
      adopt(*found->second, key);
      return true;
    });
  }

  // Names stand in rendered text, so this renders, but only what would be created and only when there are strangers.
  void adopt_by_name(const std::vector<fleet::Entry>& missing) {
    std::unordered_map<std::string, std::vector<Stranger*>> by_name;
    for (Stranger& stranger : inventory_.strangers) {
      if (!stranger.taken && !stranger.name.empty()) {
        by_name[pipeline::name_identity(stranger.application, stranger.name)].push_back(&stranger);
      }
    }
    if (by_name.empty()) return;
    std::vector<std::string> names(missing.size());
    generator_.generate_all(missing, threads_, [&](std::size_t i, const generate::Generated& made) {
      if (!made.has_errors()) names[i] = pipeline::name_identity(made.application, made.name);
    });
    for (std::size_t i = 0; i < missing.size(); ++i) {
      const auto found = by_name.find(names[i]);
      if (found != by_name.end()) adopt_one(to_string(missing[i].key), found->second);
    }
  }

  void adopt_one(const std::string& key, const std::vector<Stranger*>& candidates) {
    std::vector<Stranger*> free;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(free),
                 [](const Stranger* stranger) { return !stranger->taken; });
    if (free.size() == 1) return adopt(*free.front(), key);
    if (free.empty()) return;  // two pipelines of the fleet with one name: reported by the name check
    Error error("the target holds several pipelines called '" + free.front()->name + "' in the application '" +
                free.front()->application + "': " + free[0]->id + " and " + free[1]->id);
    error.hint = "remove all but one of them, so that it is clear which one to take over";
    error.key = key;
    inventory_.findings.push_back({Severity::error, std::move(error), "name", "duplicate-name"});
  }

  const generate::Generator& generator_;
  const std::vector<fleet::Entry>& entries_;
  Inventory& inventory_;
  unsigned threads_;
};

/// Strangers read at once: few enough that their bodies take little memory.
constexpr std::size_t kReadAtOnce = 512;

Result<void> read_some(std::span<const std::string> ids, target::Target& target, const PlanOptions& options,
                       Inventory& inventory) {
  auto stored = target.read_all(ids);
  if (!stored) return std::move(stored).error();
  std::vector<std::optional<Stranger>> read(ids.size());
  std::vector<std::vector<Finding>> findings(ids.size());
  parallel_for(ids.size(), options.threads, [&](std::size_t i) {
    if ((*stored)[i]) read[i] = read_stranger(ids[i], std::move(*(*stored)[i]), findings[i]);
  });
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (read[i]) inventory.strangers.push_back(std::move(*read[i]));
    for (Finding& finding : findings[i]) inventory.findings.push_back(std::move(finding));
  }
  return {};
}

Result<void> read_strangers(std::vector<std::string> ids, target::Target& target, const PlanOptions& options,
                            Inventory& inventory) {
  std::sort(ids.begin(), ids.end());
  for (std::size_t from = 0; from < ids.size(); from += kReadAtOnce) {
    if (options.stop != nullptr && *options.stop) return Error("planning was stopped");
    const auto some = std::span(ids).subspan(from, std::min(kReadAtOnce, ids.size() - from));
    if (auto done = read_some(some, target, options, inventory); !done) return done;
  }
  return {};
}

}  // namespace

Result<Inventory> take_inventory(const generate::Generator& generator, target::Target& target,
                                 const PlanOptions& options) {
  auto listed = target.list();
  if (!listed) return std::move(listed).error();
  Inventory inventory;
  inventory.versions.reserve(listed->size());
  for (target::Listed& item : *listed) inventory.versions.emplace(std::move(item.id), std::move(item.version));

  std::vector<fleet::Entry> at_home;
  if (options.home != nullptr) at_home = entries_at_home(generator, options);
  const std::vector<fleet::Entry>& entries = options.home != nullptr ? at_home : generator.entries();
  std::unordered_set<std::string> made;
  for (const fleet::Entry& entry : entries) made.insert(pipeline::pipeline_id(to_string(entry.key)));
  std::vector<std::string> strange;
  for (const auto& [id, version] : inventory.versions) {
    if (!made.contains(id)) strange.push_back(id);
  }
  auto done = read_strangers(std::move(strange), target, options, inventory);
  if (!done) return std::move(done).error();
  Adoption(generator, entries, inventory, options.threads).run();
  return inventory;
}

}  // namespace sailmaker::sync
