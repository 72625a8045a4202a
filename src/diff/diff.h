#pragma once

#include <functional>
#include <string>
#include <vector>

#include "value/path.h"
#include "value/value.h"

namespace sailmaker::diff {

/// What tells the items of the list at `list` apart, such as a stage's refId: the name of `item`, or an empty text when
/// it has none (it is then matched by likeness and order). Handed in, so that this folder knows no pipelines.
using Identity = std::function<std::string(const Path& list, const Value& item)>;

enum class Action { add, remove, change, move };

/// One difference. An added or removed part is one change, however large it is.
struct Change {
  Action action = Action::change;
  Path path;          ///< where the part stands: in the new document, or in the old one for a removal
  Path old_path;      ///< where it stood; equal to `path` but where items were added, removed or moved before it
  std::string label;  ///< the path for people, with names for indices: stages[bake-deploy].inputArtifacts[0].id
  Value before;       ///< null for an addition
  Value after;        ///< null for a removal
};

/// All differences from `before` to `after`, in the order of `after` (removals where they stood). Lists are matched by
/// identity, then by likeness, so that an inserted item is one addition and not a shift of everything behind it; a
/// changed order is a move of the fewest items. Key order does not count. Numbers differ when their kinds do.
/// Costs time linear in the documents' size, but for lists of thousands of nameless items.
std::vector<Change> compare(const Value& before, const Value& after, const Identity& identity);

}  // namespace sailmaker::diff
