#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "jinja/ast.h"

namespace sailmaker::jinja {

enum class ScopeKind { plain, capture, loop, root, block, macro };

/// A name that a scope sets.
struct Declared {
  const Value* name;
  std::uint16_t slot;
  bool assigned = false;  ///< in the order of the source, up to the node at hand
  bool is_parameter = false;
  bool set_first = false;  ///< nothing reads it in this very scope before it is set
};

struct Scope {
  ScopeKind kind;
  Scope* parent;
  Unit* unit;
  For* loop = nullptr;
  std::optional<bool> has_loop = std::nullopt;  ///< of a loop: whether it has a `loop`, once that is known
  MacroDefinition* macro = nullptr;
  std::deque<Declared> names;
  std::vector<const Value*> read;  ///< in this very scope
  bool hides_loops = false;        ///< no break or continue here can mean a loop around
  bool is_in_loop = false;         ///< it is no loop, but stands in one: the `else` part, or a block

  Declared* find(const Value& name) {
    for (Declared& declared : names) {
      if (*declared.name == name) return &declared;
    }
    return nullptr;
  }
  bool reads(const Value& name) const {
    return std::any_of(read.begin(), read.end(), [&](const Value* other) { return *other == name; });
  }
  bool begins_unit() const { return kind == ScopeKind::root || kind == ScopeKind::block || kind == ScopeKind::macro; }
};

/// A name in a scope that sets it further down, or inside of one.
struct Pending {
  Name* node;
  Scope* scope;
};

inline bool is_known_around(const Scope& scope, const Value& name) {
  for (Scope* s = scope.parent; s != nullptr; s = s->parent) {
    if (s->find(name) != nullptr || s->reads(name)) return true;
  }
  return false;
}

/// A name that a scope sets, without reading it before, is the scope's own from its beginning: what stands inside and
/// comes before finds it not set, rather than what it is further out. To be called when all scopes are read.
inline void end_look_up(const Pending& pending) {
  std::size_t count = 0;
  for (Scope* s = pending.scope; s != nullptr && count < pending.node->slots.size(); s = s->parent) {
    const Declared* declared = s->find(*pending.node->key);
    if (declared == nullptr) continue;
    ++count;
    if (!declared->set_first || is_known_around(*s, *pending.node->key)) continue;
    pending.node->slots = pending.node->slots.first(count);
    pending.node->is_hidden = true;
    return;
  }
}

}  // namespace sailmaker::jinja
