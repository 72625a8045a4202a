#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "value/path.h"
#include "value/value.h"

namespace sailmaker::diff {

/// What tells the items of the list at `list` (a path into the new document) apart, such as a stage's refId: the name
/// of `item`, or an empty text when it has none (it is then matched by likeness and order). Asked for maps only, and
/// only where something differs. Handed in, so that this folder knows no pipelines; may be empty.
using Identity = std::function<std::string(const Path& list, const Value& item)>;

enum class Action { add, remove, change, move };

/// One difference. An added or removed part is one change, however large it is.
struct Change {
  Action action = Action::change;
  Path path;          ///< where the part stands: in the new document, or in the old one for a removal
  Path old_path;      ///< where it stood; equal to `path` but where items were added, removed or moved before it
  std::string label;  ///< the path for people, with names for indices: stages[bake-deploy].inputArtifacts[0].id
  Value before;       ///< null for an addition or a move
  Value after;        ///< null for a removal or a move
};

/// All differences from `before` to `after`, in the order of `after` (removals where they stood); carried out on
/// `before` they give `after`. Lists are matched by identity, then by likeness, so that an inserted item is one
/// addition and not a shift of everything behind it; a changed order is a move of the fewest items, each followed by
/// what differs inside it. An item of another name is another item, unless nearly all else is the same: then it was
/// renamed. Key order does not count. Scalars differ when their kinds do. A null document is no document: all of the
/// other one is one addition or removal. Costs time linear in the documents' size, but for lists of thousands of
/// nameless items. Throws TooDeep beyond kDeepestValue.
std::vector<Change> compare(const Value& before, const Value& after, const Identity& identity);

struct Node;

/// Two documents compared once, for several uses. Refers to documents and identity, which must outlive it.
class Comparison {
 public:
  Comparison(const Value& before, const Value& after, const Identity& identity);
  ~Comparison();
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

  /// What compare() gives.
  std::vector<Change> changes() const;

  const Node& root() const { return *root_; }
  const Identity& identity() const { return identity_; }

 private:
  const Identity& identity_;
  std::unique_ptr<const Node> root_;
};

}  // namespace sailmaker::diff
