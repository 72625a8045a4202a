#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jinja/ast.h"
#include "value/map.h"
#include "value/value.h"

namespace sailmaker::jinja {

class Evaluator;
class CompiledTemplate;
struct Native;
struct Frame;
struct Context;
struct Closure;

/// Tells the engine's own kinds of objects apart; Object::family(). 0 is everybody else's.
enum class Family : std::uint8_t {
  other,
  undefined,
  tuple,
  range,
  lazy,
  keys,
  values,
  items,
  loop,
  macro,
  space,
  module,
  cycler,
  joiner,
  method,
  native,
  self,
  block,
  context,
  closure,
  note,
};

/// An object that only the engine makes. Such objects never outlive the render that made them.
class EngineObject : public Object {
 public:
  explicit EngineObject(Family family) : Object(static_cast<std::uint8_t>(family)) {}
  /// Appends what repr() gives in Python; `depth` counts the containers around it.
  virtual void repr(std::string& out, int depth) const;
};

inline Family family_of(const Value& value) {
  return value.is_object() ? static_cast<Family>(value.as_object().family()) : Family::other;
}

template <typename T>
T& as(const Value& value) {
  return static_cast<T&>(value.as_object());
}

/// Stands in a slot whose variable is not set, and for an argument that was not given. No template can see it: its
/// bits are a NaN that no computation makes.
constexpr std::uint64_t kMissingBits = 0x7FF8'5341'494C'0001ULL;
inline Value missing() { return Value(std::bit_cast<double>(kMissingBits)); }
inline bool is_missing(const Value& value) {
  return value.is_real() && std::bit_cast<std::uint64_t>(value.as_real()) == kMissingBits;
}
extern const Value kMissing;

struct Tuple : EngineObject {
  explicit Tuple(List its_items, bool group = false)
      : EngineObject(Family::tuple), items(std::move(its_items)), is_group(group) {}
  std::string_view type_name() const override { return "tuple"; }
  bool equals(const Value& other) const override;
  void repr(std::string& out, int depth) const override;
  List items;
  bool is_group;  ///< of groupby: has .grouper and .list
};

struct Range : EngineObject {
  /// Bounds beyond 64 bits, as Python allows them.
  struct Wide {
    Value start, stop, step, size;
  };
  Range(std::int64_t first, std::int64_t end, std::int64_t by);
  explicit Range(Wide bounds);
  std::string_view type_name() const override { return "range"; }
  std::optional<Value> member(std::string_view name) const override;
  bool equals(const Value& other) const override;
  void repr(std::string& out, int depth) const override;
  Value at(std::int64_t i) const { return wide ? wide_at(i) : Value(start + i * step); }
  /// The element at a negative index, or missing().
  Value from_end(std::int64_t i) const;
  bool contains(const Value& value) const;
  /// The place of a value that is contained.
  Value place_of(const Value& value) const;
  std::int64_t start = 0, stop = 0, step = 1;
  std::int64_t size = 0;  ///< INT64_MAX stands for more, too
  std::unique_ptr<const Wide> wide;
  std::int64_t most = INT64_MAX;  ///< longer ranges may be printed but not gone through

 private:
  Value wide_at(std::int64_t i) const;
};

/// Elements that are made when they are asked for, once.
struct Lazy : EngineObject {
  using Next = std::function<bool(Value& element)>;
  explicit Lazy(Next its_next) : EngineObject(Family::lazy), next(std::move(its_next)) {}
  std::string_view type_name() const override { return "generator"; }
  Next next;
};

/// What keys(), values() and items() of a map give: a view of the map itself.
struct View : EngineObject {
  View(Family family, Value its_map) : EngineObject(family), map(std::move(its_map)) {}
  std::string_view type_name() const override;
  bool equals(const Value& other) const override;
  void repr(std::string& out, int depth) const override;
  bool has_keys_of(const Map& other) const;
  Value map;
};

/// What `x.name` gives where `name` is a method of x.
struct BoundMethod : EngineObject {
  BoundMethod(Value its_self, const Native& its_native)
      : EngineObject(Family::method), self(std::move(its_self)), native(its_native) {}
  std::string_view type_name() const override { return "builtin_function_or_method"; }
  Value self;
  const Native& native;
};

/// A global function.
struct NativeObject : EngineObject {
  explicit NativeObject(const Native& its_native) : EngineObject(Family::native), native(its_native) {}
  std::string_view type_name() const override { return "function"; }
  void repr(std::string& out, int depth) const override;
  const Native& native;
};

struct Namespace : EngineObject {
  Namespace() : EngineObject(Family::space) {}
  std::string_view type_name() const override { return "Namespace"; }
  std::optional<Value> member(std::string_view name) const override;
  void repr(std::string& out, int depth) const override;
  Map members;
};

struct MacroObject : EngineObject {
  explicit MacroObject(const MacroDefinition& its_definition)
      : EngineObject(Family::macro), definition(its_definition) {}
  std::string_view type_name() const override { return "Macro"; }
  std::optional<Value> member(std::string_view name) const override;
  void repr(std::string& out, int depth) const override;
  const MacroDefinition& definition;
  const CompiledTemplate* home = nullptr;
  Context* context = nullptr;
  Frame* outer = nullptr;  ///< where it was defined, when it needs that frame's variables
  Value owner;             ///< keeps `outer` alive
  bool autoescape = false;
};

/// What an imported template exports.
struct Module : EngineObject {
  Module() : EngineObject(Family::module) {}
  std::string_view type_name() const override { return "TemplateModule"; }
  std::optional<Value> member(std::string_view name) const override;
  void repr(std::string& out, int depth) const override;
  std::string name;
  Map exports;
  Value text;
  std::string not_text;  ///< set: why it has no text, an error when it is printed
};

struct Cycler : EngineObject {
  explicit Cycler(List its_items) : EngineObject(Family::cycler), items(std::move(its_items)) {}
  std::string_view type_name() const override { return "Cycler"; }
  std::optional<Value> member(std::string_view name) const override;
  List items;
  std::size_t place = 0;
};

struct Joiner : EngineObject {
  explicit Joiner(Value its_separator) : EngineObject(Family::joiner), separator(std::move(its_separator)) {}
  std::string_view type_name() const override { return "Joiner"; }
  std::optional<Value> member(std::string_view name) const override;
  Value separator;
  bool used = false;
};

/// `self`, and `self.name` or `super`: a block of a template, to be called.
struct SelfObject : EngineObject {
  explicit SelfObject(Context& its_context) : EngineObject(Family::self), context(its_context) {}
  std::string_view type_name() const override { return "TemplateReference"; }
  Context& context;
};

struct BlockObject : EngineObject {
  BlockObject(Context& its_context, std::string_view its_name, std::size_t its_level)
      : EngineObject(Family::block), context(its_context), name(its_name), level(its_level) {}
  std::string_view type_name() const override { return "BlockReference"; }
  Context& context;
  std::string name;
  std::size_t level;
};

/// The attachment of a text: that it is safe to print as HTML, and in a render with a source map, where it came from.
struct Note : EngineObject {
  Note() : EngineObject(Family::note) {}
  std::string_view type_name() const override { return "note"; }
  struct Span {
    std::uint32_t begin;   // in the text
    std::uint32_t place;   // number of a place of the map's recorder
    std::uint32_t offset;  // in that place's template
    std::uint32_t length;
    bool verbatim;
  };
  bool safe = false;
  std::vector<Span> spans;
};

/// What a loop that cannot look into a list must remember; loops.cc.
struct LoopWalk;

/// `loop`. Dead once its loop is over: then it can still be read, but not called.
struct LoopObject : EngineObject {
  LoopObject(Evaluator& its_evaluator, const For& its_node, Frame& its_frame, Value its_iterable,
             std::int64_t its_depth);
  ~LoopObject() override;
  std::string_view type_name() const override { return "LoopContext"; }
  std::optional<Value> member(std::string_view name) const override;
  void repr(std::string& out, int depth) const override;
  /// The member's value; missing() for the neighbours at the ends and for the two that are called. May take further
  /// elements of what the loop goes through.
  Value get(LoopMember which) const;
  std::int64_t length() const;
  /// Begins the next round: its element, which may stand in `storage`; nullptr at the end.
  const Value* next_round(Value& storage);
  void end();
  /// The list it goes through is about to change, so what it knows of it must be kept.
  void keep_neighbours();
  Evaluator& evaluator;
  const For& node;
  Frame& frame;
  Value iterable;
  std::int64_t index0 = -1;
  std::int64_t depth0;
  Value last_changed = missing();
  bool alive = true;
  std::unique_ptr<LoopWalk> walk;  ///< nullptr as long as `iterable` is a list or tuple that did not change
  LoopObject* around = nullptr;    ///< the loop in whose body this one goes on

 private:
  bool fetch(Value& element) const;
  bool fetch_ahead(Value& element) const;
  Value next() const;
  bool is_last() const;
  Value previous() const;
  mutable std::int64_t length_ = -1;  ///< once it was asked for, it stays
  mutable bool peeked_ = false;       ///< whether this round has asked for the next element
};

/// keys() and items(), which compare as sets do.
inline bool is_set_like(const Value& value) {
  return family_of(value) == Family::keys || family_of(value) == Family::items;
}

Value make_tuple(List items);
/// A list that this render made, so it may be changed in place.
Value make_list(List items);
Value make_map(Map map);
/// Text that needs no escaping.
Value make_safe(std::string_view text);
bool is_safe(const Value& value);

/// The elements of a list or tuple; nullptr for anything else.
const List* items_of(const Value& value);

/// The name of its class in Python: "int", "str", "dict".
std::string type_name_of(const Value& value);

}  // namespace sailmaker::jinja
