#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "diff/diff.h"
#include "fleet/selector.h"
#include "generate/generator.h"
#include "target/target.h"

namespace sailmaker::sync {

enum class Action { create, update, remove };

std::string_view to_string(Action action);
/// to_string()'s text back; nothing for another one.
std::optional<Action> parse_action(std::string_view text);

/// What a sync does to one pipeline, with everything needed to do it later and to show it now.
struct Change {
  Action action = Action::create;
  std::string key;  ///< product/service/stack/template
  std::string application;
  std::string name;
  std::string id;
  /// The stored version that this change was made from; nothing for a creation. A target that has moved on since is
  /// not overwritten.
  std::optional<std::string> seen;
  std::string before;                     ///< stored JSON as far as it is compared; empty for a creation
  std::string after;                      ///< the JSON to write, mark included; empty for a removal
  std::vector<diff::Change> differences;  ///< of an update; empty when only the mark is written
  std::string shown;                      ///< what PlanOptions::describe made of it; not saved
  bool is_protected = false;              ///< in a stack that the fleet calls protected
  bool drifted = false;                   ///< somebody else changed the stored pipeline after the last sync
  bool adopted = false;                   ///< stored by somebody else under the same name; taken over with its id
};

/// What a sync would do. A plain value: it can be printed, saved, and applied exactly later.
struct Plan {
  std::string target;           ///< Target::describe()
  std::string target_name;      ///< what the fleet calls it; empty where the fleet has but this one
  std::string selector;         ///< empty: everything
  std::int64_t made_at = 0;     ///< milliseconds since 1970
  std::vector<Change> changes;  ///< in the fleet's order, removals last
  std::size_t unchanged = 0;
  std::size_t stored = 0;            ///< pipelines in the target when the plan was made
  std::vector<std::string> orphans;  ///< keys of marked stored pipelines that the fleet no longer has and that this
                                     ///< plan leaves alone
  /// Pipelines that move between this target and another one of the fleet: key -> the other one's name; see
  /// sync/moves.h. What is removed or an orphan here goes there, what is created comes from there.
  std::map<std::string, std::string> moved;

  std::size_t count(Action action) const;
};

/// Both sides of a change as they are compared and shown: without the mark and what Spinnaker owns. Null where there is
/// no pipeline.
struct Documents {
  Value before;
  Value after;
};

/// Reads them from the change's JSON.
Documents documents_of(const Change& change);

enum class Prune {
  no,      ///< stored pipelines that the fleet no longer has stay
  yes,     ///< marked ones are removed, but never more than half of what is stored
  forced,  ///< marked ones are removed, however many
};

/// What a plan is made for.
enum class Purpose {
  apply,  ///< it can be carried out and saved
  show,   ///< it can be printed only: bodies are left out, which saves time and most of the memory
};

struct PlanOptions {
  fleet::Selector selector;
  /// Only pipelines that the fleet keeps in this target; what belongs to another is a stranger here. Null: all.
  const fleet::DeclaredTarget* home = nullptr;
  Prune prune = Prune::no;
  Purpose purpose = Purpose::apply;
  unsigned threads = 0;  ///< 0: one a core
  /// Called now and then from any thread with pipelines done and in all; must be quick.
  std::function<void(std::size_t done, std::size_t total)> progress;
  const std::atomic<bool>* stop = nullptr;  ///< when it becomes true, planning ends with an error
  /// Makes Change::shown while both documents are at hand: reading thousands of them again to print a plan would cost
  /// as much as making it. Called from any thread. `comparison` is that
  /// of an update; nullptr for others.
  std::function<std::string(const Change&, const Documents&, const diff::Comparison* comparison)> describe;
};

struct Planned {
  Plan plan;                      ///< complete only when there are no errors among the findings
  std::vector<Finding> findings;  ///< of all selected pipelines, in the fleet's order
  bool has_errors() const;
};

/// The fleet's pipelines of options.home, selected or not.
std::vector<fleet::Entry> entries_at_home(const generate::Generator& generator, const PlanOptions& options);

/// Generates the selected pipelines, compares each with what the target holds, and says what to do. Reads only.
/// An Error means that the target failed; what is wrong with pipelines is in the findings.
///
/// Ids: a stored pipeline that carries the key in its mark, or else the same application and name (whatever the case),
/// keeps its id; that id is put wherever the made one stood, in every selected pipeline.
Result<Planned> make_plan(const generate::Generator& generator, const fleet::Fleet& fleet, target::Target& target,
                          const PlanOptions& options);

}  // namespace sailmaker::sync
