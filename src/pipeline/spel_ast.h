#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sailmaker::pipeline {

enum class SpelKind : std::uint8_t {
  null,
  boolean,
  number,
  text,         ///< children: none; SpelNode::text is as written, with its quotes
  property,     ///< a name
  method,       ///< a name; children: arguments
  variable,     ///< #name
  function,     ///< #name(...); children: arguments
  index,        ///< [ ]; child: what stands in it
  selection,    ///< ?[ ] ^[ ] $[ ]
  projection,   ///< ![ ]
  list,         ///< { , }; children: items
  map,          ///< { : , }; children: key, value, key, value
  type,         ///< T(...); text is the qualified name
  constructor,  ///< new X(...); text is the qualified name; children: arguments, or sizes and contents of an array
  bean,         ///< @name or &name
  path,         ///< a.b[c]; children: the start, then each step
  unary,        ///< ! + - ++ --
  postfix,      ///< ++ --
  binary,       ///< text is the operator
  assignment,   ///< a = b
  elvis,        ///< a ?: b
  ternary,      ///< a ? b : c
};

using SpelNodeId = std::uint32_t;
constexpr SpelNodeId kNoSpelNode = static_cast<SpelNodeId>(-1);

struct SpelNode {
  SpelKind kind = SpelKind::null;
  bool is_safe = false;    ///< a step written with `?.`
  bool has_blank = false;  ///< a function whose name and `(` have a blank between them
  std::uint32_t offset = 0;
  std::uint32_t length = 0;  ///< of the name (a type's own), operator or literal, not of the children
  std::string_view text;     ///< that stretch of the expression; names without #, T( or new
  SpelNodeId first = kNoSpelNode;
  SpelNodeId next = kNoSpelNode;  ///< the parent's next child
};

/// A parsed expression. Views into its text, which must outlive it; kept and parsed into again, it allocates nothing.
class SpelTree {
 public:
  SpelNodeId root = kNoSpelNode;
  std::vector<SpelNode> nodes;

  const SpelNode& operator[](SpelNodeId id) const { return nodes[id]; }
  SpelNodeId first(SpelNodeId id) const { return nodes[id].first; }
  SpelNodeId next(SpelNodeId id) const { return nodes[id].next; }
  std::size_t count_children(SpelNodeId id) const {
    std::size_t count = 0;
    for (SpelNodeId child = first(id); child != kNoSpelNode; child = next(child)) ++count;
    return count;
  }
};

}  // namespace sailmaker::pipeline
