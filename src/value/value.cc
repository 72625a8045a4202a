#include "value/value.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <new>

#include "value/map.h"

namespace sailmaker {

namespace {

using detail::SharedList;
using detail::SharedMap;
using detail::Text;

// The characters stand right behind the header: one allocation a text.
Text* make_text(std::string_view text) {
  void* memory = ::operator new(sizeof(Text) + text.size());
  auto* made = new (memory) Text;
  made->size = text.size();
  std::memcpy(made->chars(), text.data(), text.size());
  return made;
}

void free_text(Text* text) {
  text->~Text();
  ::operator delete(text);
}

// Freeing nested content recurses; templates can nest a million deep. Beyond this depth the rest waits in a list.
constexpr int kDeepestFree = 256;

}  // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::null: return "null";
    case Kind::boolean: return "a boolean";
    case Kind::integer:
    case Kind::big_integer: return "an integer";
    case Kind::real: return "a number";
    case Kind::string: return "text";
    case Kind::list: return "a list";
    case Kind::map: return "a map";
    case Kind::object: return "an object";
  }
  return "a value";
}

// At most 14 characters, gathered in two registers.
void Value::put_small(std::string_view text) noexcept {
  const auto load = [&](auto word, std::size_t at) {
    std::memcpy(&word, text.data() + at, sizeof word);
    return std::uint64_t{word};
  };
  const std::size_t size = text.size();
  if constexpr (std::endian::native == std::endian::little) {
    std::uint64_t low = 0;
    std::uint64_t high = 0;  // characters from the eighth on
    if (size >= 8) {
      low = load(std::uint64_t{}, 0);
      high = size == 8 ? 0 : load(std::uint64_t{}, size - 8) >> (8 * (16 - size));
    } else if (size >= 4) {
      low = load(std::uint32_t{}, 0) | load(std::uint32_t{}, size - 4) << (8 * (size - 4));
    } else if (size > 0) {
      low = load(std::uint8_t{}, 0) | load(std::uint8_t{}, size / 2) << (8 * (size / 2)) |
            load(std::uint8_t{}, size - 1) << (8 * (size - 1));
    }
    put_words(first_word(Tag::small_string) | size << 8 | low << 16, low >> 48 | high << 16);
  } else {
    clear();
    small_.tag = Tag::small_string;
    small_.size = static_cast<std::uint8_t>(size);
    if (size > 0) std::memcpy(small_.chars, text.data(), size);
  }
}

Value::Value(std::string_view text) {
  if (text.size() <= kSmall) {
    put_small(text);
  } else {
    put_shared(Tag::text, make_text(text));
  }
}

Value::Value(List list) { put_shared(Tag::list, new SharedList(std::move(list))); }

Value::Value(Map map) { put_shared(Tag::map, new SharedMap(std::move(map))); }

Value::Value(Object* object) noexcept { put_shared(Tag::object, object); }

Value Value::big_integer(std::string_view digits) {
  Value value;
  value.put_shared(Tag::big_integer, make_text(digits));
  return value;
}

Value Value::text_with_attachment(std::string_view text, Value attachment) {
  Value value;
  Text* made = make_text(text);
  made->attachment = std::move(attachment);
  value.put_shared(Tag::text, made);
  return value;
}

List& Value::mutable_list() {
  assert(is_list());
  if (is_shared()) *this = Value(as_list());
  return list_in_place();
}

Map& Value::mutable_map() {
  assert(is_map());
  if (is_shared()) *this = Value(as_map());
  return map_in_place();
}

const Value* Value::find(std::string_view key) const { return is_map() ? as_map().find(key) : nullptr; }

void Value::destroy() noexcept {
  thread_local int depth = 0;
  thread_local std::vector<Value>* waiting = nullptr;
  if (depth >= kDeepestFree) {
    // The count is already zero; one reference again lets a Value carry it to the list.
    wide_.shared->references.store(1, std::memory_order_relaxed);
    Value carrier;
    std::swap(carrier.small_, small_);
    waiting->push_back(std::move(carrier));
    return;
  }
  if (depth > 0) {
    ++depth;
    free_shared();
    --depth;
    return;
  }
  std::vector<Value> rest;
  waiting = &rest;
  depth = 1;
  free_shared();
  depth = 0;
  while (!rest.empty()) {
    Value next = std::move(rest.back());
    rest.pop_back();
    depth = 1;
    next.wide_.shared->references.store(0, std::memory_order_relaxed);
    next.free_shared();
    next.clear();
    depth = 0;
  }
  waiting = nullptr;
}

void Value::free_shared() noexcept {
  switch (tag()) {
    case Tag::text:
    case Tag::big_integer: free_text(static_cast<Text*>(wide_.shared)); break;
    case Tag::list: delete static_cast<SharedList*>(wide_.shared); break;
    case Tag::map: delete static_cast<SharedMap*>(wide_.shared); break;
    case Tag::object: delete static_cast<Object*>(wide_.shared); break;
    default: break;
  }
}

namespace {

bool is_number(const Value& v) { return v.is_integer() || v.is_real() || v.is_boolean(); }

std::int64_t integer_of(const Value& v) { return v.is_boolean() ? v.as_boolean() : v.as_integer(); }

// Exact, also where a double cannot hold the integer.
bool equals_exactly(double real, std::int64_t integer) {
  constexpr double kTwo63 = 9223372036854775808.0;
  return real >= -kTwo63 && real < kTwo63 && std::trunc(real) == real && static_cast<std::int64_t>(real) == integer;
}

// The digits of a double that is beyond 64 bits, and therefore whole.
std::string digits_of(double number) {
  char buffer[400];  // 309 digits at most
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed, 0).ptr};
}

bool equals_exactly(double real, std::string_view big_integer) {
  return std::isfinite(real) && std::fabs(real) > 9e18 && digits_of(real) == big_integer;
}

bool numbers_equal(const Value& a, const Value& b) {
  if (a.is_real() && b.is_real()) return a.as_real() == b.as_real();
  if (a.is_real()) return equals_exactly(a.as_real(), integer_of(b));
  if (b.is_real()) return equals_exactly(b.as_real(), integer_of(a));
  return integer_of(a) == integer_of(b);
}

template <typename Equal>
bool lists_equal(const List& a, const List& b, Equal equal) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!equal(a[i], b[i])) return false;
  }
  return true;
}

template <typename Equal>
bool maps_equal(const Map& a, const Map& b, Equal equal) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    // Mostly both have the same order.
    const bool same_place = a.at(i).key.same_as(b.at(i).key);
    const Value* other = same_place ? &b.at(i).value : b.find_key(a.at(i).key);
    if (other == nullptr || !equal(a.at(i).value, *other)) return false;
  }
  return true;
}

bool identical_at(const Value& a, const Value& b, KeyOrder order, int depth) {
  if (depth > kDeepestValue) throw TooDeep{};
  if (a.same_as(b)) return true;
  if (a.kind() != b.kind()) return false;
  const auto recurse = [&](const Value& x, const Value& y) { return identical_at(x, y, order, depth + 1); };
  if (a.is_list()) return lists_equal(a.as_list(), b.as_list(), recurse);
  if (!a.is_map()) return a == b;
  if (order == KeyOrder::counts && a.as_map().size() == b.as_map().size()) {
    for (std::size_t i = 0; i < a.as_map().size(); ++i) {
      if (!recurse(a.as_map().at(i).key, b.as_map().at(i).key)) return false;
    }
  }
  return maps_equal(a.as_map(), b.as_map(), recurse);
}

// Around each comparison of what holds values. A value that holds another twice doubles with each level, so depth alone
// bounds nothing; and an object's own comparison begins anew, so its depth is counted here.
class Comparing {
 public:
  Comparing() {
    if (depth >= kDeepestValue || ++met > kMost) throw TooDeep{};
    ++depth;
  }
  ~Comparing() {
    if (--depth == 0) met = 0;
  }
  Comparing(const Comparing&) = delete;
  Comparing& operator=(const Comparing&) = delete;

 private:
  static constexpr std::uint64_t kMost = 20'000'000;
  static thread_local int depth;
  static thread_local std::uint64_t met;
};

thread_local int Comparing::depth = 0;
thread_local std::uint64_t Comparing::met = 0;

}  // namespace

bool Value::equal(const Value& a, const Value& b, int depth) {
  if (depth > kDeepestValue) throw TooDeep{};
  if (a.same_as(b)) return !(a.is_real() && std::isnan(a.as_real()));
  if (is_number(a) && is_number(b)) return numbers_equal(a, b);
  if (a.is_object() || b.is_object()) {
    const Comparing comparing;
    return a.is_object() ? a.as_object().equals(b) : b.as_object().equals(a);
  }
  if (a.kind() != b.kind()) {
    if (a.is_real() && b.is_big_integer()) return equals_exactly(a.as_real(), b.as_string());
    return a.is_big_integer() && b.is_real() && equals_exactly(b.as_real(), a.as_string());
  }
  const auto recurse = [&](const Value& x, const Value& y) { return equal(x, y, depth + 1); };
  switch (a.kind()) {
    case Kind::string:
    case Kind::big_integer: return a.as_string() == b.as_string();
    case Kind::list: {
      const Comparing comparing;
      return lists_equal(a.as_list(), b.as_list(), recurse);
    }
    case Kind::map: {
      const Comparing comparing;
      return maps_equal(a.as_map(), b.as_map(), recurse);
    }
    default: return a.is_null();
  }
}

bool operator==(const Value& a, const Value& b) { return Value::equal(a, b, 0); }

bool identical(const Value& a, const Value& b, KeyOrder order) { return identical_at(a, b, order, 0); }

namespace {

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 32)) * 0x9E3779B97F4A7C15ULL;
  return x ^ (x >> 29);
}

std::uint64_t hash_real(double number) {
  constexpr double kTwo63 = 9223372036854775808.0;
  const bool whole = number >= -kTwo63 && number < kTwo63 && std::trunc(number) == number;
  if (whole) return mix(static_cast<std::uint64_t>(static_cast<std::int64_t>(number)));
  if (std::fabs(number) >= kTwo63 && std::isfinite(number)) return std::hash<std::string_view>()(digits_of(number));
  std::uint64_t bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  return mix(bits);
}

}  // namespace

std::uint64_t hash_of_text(const Value& text) {
  // Short text hashes by the 16 bytes of the value that it is or could be.
  std::uint64_t words[2];
  static_assert(sizeof words == sizeof(Value));
  if (text.is_inner_text()) {
    std::memcpy(words, &text.small_, sizeof words);
  } else if (text.as_string().size() <= Value::kSmall) {
    const Value inner(text.as_string());
    std::memcpy(words, &inner.small_, sizeof words);
  } else {
    return std::hash<std::string_view>()(text.as_string());
  }
  return mix((words[0] * 0xD6E8FEB86659FD93ULL) ^ words[1]);
}

std::uint64_t hash_of(const Value& value) {
  switch (value.kind()) {
    case Kind::null: return 1;
    case Kind::boolean: return mix(value.as_boolean() ? 1 : 0);
    case Kind::integer: return mix(static_cast<std::uint64_t>(value.as_integer()));
    case Kind::real: return hash_real(value.as_real());
    case Kind::string: return hash_of_text(value);
    case Kind::big_integer: return std::hash<std::string_view>()(value.as_string());
    case Kind::list: return 2;
    case Kind::map: return 3;
    case Kind::object: return 4;
  }
  return 0;
}

namespace {

// "1e+16" from to_chars' digits and exponent; Python writes an exponent below 1e-4 and from 1e16 on.
std::string with_point(std::string text) {
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

std::string format_real(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  char buffer[64];
  const double size = std::fabs(number);
  const bool fixed = size == 0 || (size >= 1e-4 && size < 1e16);
  const auto format = fixed ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number, format).ptr;
  std::string text(buffer, end);
  return fixed ? with_point(std::move(text)) : text;
}

std::optional<Value> Object::member(std::string_view) const { return std::nullopt; }

bool Object::equals(const Value& other) const { return other.is_object() && &other.as_object() == this; }

}  // namespace sailmaker
