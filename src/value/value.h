#pragma once

#include <atomic>
#include <bit>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sailmaker {

class Value;
class Map;
class Object;
using List = std::vector<Value>;

enum class Kind : std::uint8_t { null, boolean, integer, big_integer, real, string, list, map, object };

/// "a list", "a number", ... as messages name a kind.
std::string_view to_string(Kind kind);

namespace detail {

/// What values can share: counted, freed with the last owner. The count is safe across threads, the content is not:
/// whatever more than one thread can reach must not be changed.
struct Shared {
  Shared() = default;
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  std::atomic<std::uint32_t> references{1};
  std::uint8_t scratch = 0;  ///< see Value::scratch(); stands where padding was
};

struct Text;

}  // namespace detail

/// Thrown where nesting is deeper than kDeepestValue; parsers never make such values, templates can.
struct TooDeep {};
constexpr int kDeepestValue = 1000;

/// One dynamic value: what JSON, YAML and Jinja have in common. 16 bytes, cheap to copy: text up to 14 bytes and
/// scalars stand inside, longer text, lists and maps are shared behind a count. Shared content is not changed:
/// mutable_list() and mutable_map() copy first when somebody else holds it too (one level; children stay shared).
class Value {
 public:
  Value() noexcept { clear(); }
  Value(std::nullptr_t) noexcept { clear(); }
  Value(bool boolean) noexcept {
    put(Tag::boolean, std::endian::native == std::endian::big ? std::uint64_t{boolean} << 56 : boolean);
  }
  Value(std::int64_t integer) noexcept { put(Tag::integer, static_cast<std::uint64_t>(integer)); }
  Value(int integer) noexcept : Value(static_cast<std::int64_t>(integer)) {}
  Value(double real) noexcept { put(Tag::real, std::bit_cast<std::uint64_t>(real)); }
  Value(std::string_view text);
  Value(const std::string& text) : Value(std::string_view(text)) {}
  Value(const char* text) : Value(std::string_view(text)) {}
  Value(List list);
  Value(Map map);
  /// Takes over one reference that the caller owns; see make_object().
  explicit Value(Object* object) noexcept;

  /// An integer beyond 64 bits: decimal digits, perhaps after a '-', without leading zeros.
  static Value big_integer(std::string_view digits);
  /// Text that carries an attachment: something a layer above knows about it, such as the source map of rendered
  /// text. It travels with copies of this value and is lost by every operation that makes new text.
  static Value text_with_attachment(std::string_view text, Value attachment);

  Value(const Value& other) noexcept : small_(other.small_) { retain(); }
  Value(Value&& other) noexcept : small_(other.small_) { other.clear(); }
  Value& operator=(const Value& other) noexcept {
    // Read before the release: `other` may be part of what is freed.
    const Small copied = other.small_;
    other.retain();
    release();
    small_ = copied;
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    // By way of a third: were `other` part of this value and simply swapped, this value would end up inside itself.
    Value moved(std::move(other));
    std::swap(small_, moved.small_);
    return *this;
  }
  ~Value() { release(); }

  Kind kind() const noexcept {
    constexpr Kind kinds[] = {Kind::null,   Kind::boolean,     Kind::integer, Kind::real, Kind::string,
                              Kind::string, Kind::big_integer, Kind::list,    Kind::map,  Kind::object};
    return kinds[static_cast<std::size_t>(tag())];
  }
  bool is_null() const noexcept { return tag() == Tag::null; }
  bool is_boolean() const noexcept { return tag() == Tag::boolean; }
  bool is_integer() const noexcept { return tag() == Tag::integer; }
  bool is_big_integer() const noexcept { return tag() == Tag::big_integer; }
  bool is_real() const noexcept { return tag() == Tag::real; }
  bool is_string() const noexcept { return tag() == Tag::small_string || tag() == Tag::text; }
  bool is_list() const noexcept { return tag() == Tag::list; }
  bool is_map() const noexcept { return tag() == Tag::map; }
  bool is_object() const noexcept { return tag() == Tag::object; }

  // Each of these asks for a value of that kind; anything else is a mistake of the caller.
  bool as_boolean() const { return assert(is_boolean()), wide_.boolean; }
  std::int64_t as_integer() const { return assert(is_integer()), wide_.integer; }
  double as_real() const { return assert(is_real()), wide_.real; }
  /// The text of a string, or the digits of a big integer. Short text stands inside this value: the view lives no
  /// longer than this very Value stays where it is.
  std::string_view as_string() const& {
    return tag() == Tag::small_string ? std::string_view(small_.chars, small_.size) : long_string();
  }
  std::string_view as_string() const&& = delete;
  const List& as_list() const { return list_in_place(); }
  const Map& as_map() const;  // value/map.h defines it, and map_in_place()
  Object& as_object() const;

  /// The content for changing it; made this value's own first when it is shared.
  List& mutable_list();
  Map& mutable_map();
  /// The content as all owners see it: a change is seen by each of them. For values that one thread alone can reach.
  List& list_in_place() const;
  Map& map_in_place() const;

  /// A mark that the maker of a list or map may leave on the content, for itself to find: the template engine marks
  /// what it made during a render and may therefore change in place. Content is made with 0; copies begin with 0.
  std::uint8_t scratch() const { return assert(is_list() || is_map()), wide_.shared->scratch; }
  void set_scratch(std::uint8_t mark) const { assert(is_list() || is_map()), wide_.shared->scratch = mark; }

  /// Whether this is text that stands inside the value itself: two such texts are equal exactly if same_as() says so.
  bool is_inner_text() const noexcept { return tag() == Tag::small_string; }
  /// Whether this is short text that does not stand inside the value, because it has an attachment.
  bool is_outer_short_text() const { return tag() == Tag::text && long_string().size() <= kSmall; }

  /// What text_with_attachment() was given, or null.
  const Value* attachment() const;

  /// The member of a map under a text key; nullptr when there is none or this is no map.
  const Value* find(std::string_view key) const;

  /// True when both are the same shared content or the same scalar, bit by bit. Costs nothing.
  bool same_as(const Value& other) const noexcept {
    // Every byte is defined: put_words() writes all of them.
    return std::memcmp(this, &other, sizeof(Value)) == 0;  // NOLINT(bugprone-suspicious-memory-comparison)
  }

  /// Whether `other` is a string of the same text as this one, which must be a string.
  bool same_text(const Value& other) const {
    if (tag() == Tag::small_string && other.tag() == Tag::small_string) return same_as(other);
    return other.is_string() && as_string() == other.as_string();
  }

  /// Equality as Python has it: 1 == 1.0 == true; maps whatever the order of their keys. Throws TooDeep.
  friend bool operator==(const Value& a, const Value& b);

 private:
  // Tags from `text` on hold a pointer.
  enum class Tag : std::uint8_t { null, boolean, integer, real, small_string, text, big_integer, list, map, object };
  static constexpr std::size_t kSmall = 14;

  struct Small {
    Tag tag;
    std::uint8_t size;
    char chars[kSmall];
  };
  struct Wide {
    Tag tag;
    std::uint8_t unused[7];
    union {
      bool boolean;
      std::int64_t integer;
      double real;
      detail::Shared* shared;
    };
  };

  Tag tag() const noexcept { return small_.tag; }
  void clear() noexcept { put(Tag::null, 0); }
  // All 16 bytes are written at once: a processor that reads them at once has to wait where they were written in parts.
  void put_words(std::uint64_t first, std::uint64_t second) noexcept {
    typedef std::uint64_t Both __attribute__((vector_size(16)));
    const Both both = {first, second};
    std::memcpy(static_cast<void*>(&small_), &both, sizeof both);
  }
  void put(Tag tag, std::uint64_t second) noexcept { put_words(first_word(tag), second); }
  void put_small(std::string_view text) noexcept;
  void put_shared(Tag tag, detail::Shared* shared) noexcept { put(tag, reinterpret_cast<std::uintptr_t>(shared)); }
  static constexpr std::uint64_t first_word(Tag tag) {
    return std::endian::native == std::endian::big ? std::uint64_t{static_cast<std::uint8_t>(tag)} << 56
                                                   : std::uint64_t{static_cast<std::uint8_t>(tag)};
  }
  void retain() const noexcept {
    if (tag() >= Tag::text) wide_.shared->references.fetch_add(1, std::memory_order_relaxed);
  }
  void release() noexcept {
    if (tag() >= Tag::text && wide_.shared->references.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy();
  }
  bool is_shared() const noexcept { return wide_.shared->references.load(std::memory_order_acquire) > 1; }
  void destroy() noexcept;
  void free_shared() noexcept;
  const detail::Text& text() const;
  std::string_view long_string() const;
  static bool equal(const Value& a, const Value& b, int depth);
  friend std::uint64_t hash_of_text(const Value& text);

  union {
    Small small_;
    Wide wide_;
  };
};

static_assert(sizeof(Value) == 16);

namespace detail {

// The characters stand right behind it.
struct Text : Shared {
  std::size_t size = 0;
  Value attachment;

  char* chars() { return reinterpret_cast<char*>(this + 1); }
  const char* chars() const { return reinterpret_cast<const char*>(this + 1); }
  std::string_view view() const { return {chars(), size}; }
};

struct SharedList : Shared {
  explicit SharedList(List content) : items(std::move(content)) {}
  List items;
};

}  // namespace detail

inline const detail::Text& Value::text() const { return *static_cast<const detail::Text*>(wide_.shared); }

inline std::string_view Value::long_string() const {
  assert(tag() == Tag::text || tag() == Tag::big_integer);
  return text().view();
}

inline const Value* Value::attachment() const {
  if (tag() != Tag::text || text().attachment.is_null()) return nullptr;
  return &text().attachment;
}

inline List& Value::list_in_place() const {
  return assert(is_list()), static_cast<detail::SharedList*>(wide_.shared)->items;
}

/// Equal and of the same kinds all the way down: 1, 1.0 and true differ, so does the order of keys when asked for.
enum class KeyOrder { ignored, counts };
bool identical(const Value& a, const Value& b, KeyOrder order = KeyOrder::ignored);

/// The hash of a value that is text.
std::uint64_t hash_of_text(const Value& text);
/// A hash that agrees with ==. Lists and maps hash to one number each (they are no keys).
std::uint64_t hash_of(const Value& value);

/// Shortest text that reads back as the same number, as Python's repr has it: 3.0, 0.1, 1e+16, inf, nan.
std::string format_real(double number);

/// Something that only a layer above knows: a macro, a lazy pipeline, a range. Held by a Value and shared like text.
class Object : public detail::Shared {
 public:
  Object() = default;
  /// `family`: a number by which one layer tells its own kinds of objects apart without a cast; 0 is everybody else's.
  explicit Object(std::uint8_t family) { scratch = family; }
  virtual ~Object() = default;
  std::uint8_t family() const { return scratch; }
  /// What messages call it, "macro".
  virtual std::string_view type_name() const = 0;
  /// The member called `name`; nothing when there is none.
  virtual std::optional<Value> member(std::string_view name) const;
  /// Equality for ==; by default only with itself.
  virtual bool equals(const Value& other) const;
};

inline Object& Value::as_object() const { return assert(is_object()), *static_cast<Object*>(wide_.shared); }

template <typename T, typename... Arguments>
Value make_object(Arguments&&... arguments) {
  return Value(new T(std::forward<Arguments>(arguments)...));
}

}  // namespace sailmaker
