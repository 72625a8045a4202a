#include <algorithm>
#include <array>
#include <cmath>

#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/html.h"
#include "jinja/operators.h"
#include "jinja/print.h"

// tojson: values laid out as Python's json does it.

namespace sailmaker::jinja {

namespace {

// A value that holds another twice doubles with each level.
void check_size(const std::string& out) {
  constexpr std::size_t kLongest = 64 << 20;
  if (out.size() > kLongest) fail(type::kLimit, "a value that is longer than 64 MB when printed");
}

// What stands in a JSON text as it is, in HTML too.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) plain[c] = true;
  for (const char c : {'"', '\\', '<', '>', '&', '\''}) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}();

class JsonWriter {
 public:
  explicit JsonWriter(std::string indent, bool indented) : indent_(std::move(indent)), indented_(indented) {
    out_.reserve(120);
  }

  void write(const Value& value, int depth) {
    check_size(out_);
    if (depth > kDeepest) too_deep();
    switch (value.kind()) {
      case Kind::null: out_ += "null"; return;
      case Kind::boolean: out_ += value.as_boolean() ? "true" : "false"; return;
      case Kind::real: return write_real(value.as_real());
      case Kind::string: return write_text(value.as_string());
      case Kind::map:
        open_.push_back(&value.as_map());
        write_map(value.as_map(), depth);
        return open_.pop_back();
      case Kind::object:
      case Kind::list: {
        const List* items = items_of(value);
        if (items == nullptr) type_error("Object of type " + type_name_of(value) + " is not JSON serializable");
        open_.push_back(items);
        write_items(*items, depth);
        return open_.pop_back();
      }
      default: append_str(out_, value); return;
    }
  }

  std::string take() { return std::move(out_); }

 private:
  static constexpr int kDeepest = 200;

  [[noreturn]] void too_deep() {
    std::sort(open_.begin(), open_.end());
    const bool holds_itself = std::adjacent_find(open_.begin(), open_.end()) != open_.end();
    if (holds_itself) value_error("Circular reference detected");
    throw TooDeep{};
  }

  void line(int depth) {
    if (!indented_) return;
    out_.push_back('\n');
    for (int i = 0; i < depth; ++i) out_ += indent_;
  }

  void write_real(double number) {
    if (std::isnan(number))
      out_ += "NaN";
    else if (std::isinf(number))
      out_ += number < 0 ? "-Infinity" : "Infinity";
    else
      out_ += format_real(number);
  }

  void write_unit(std::uint32_t unit) {
    static constexpr char kHex[] = "0123456789abcdef";
    out_ += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out_.push_back(kHex[(unit >> shift) & 15]);
  }

  static bool is_plain(unsigned char c) { return kPlain[c]; }

  void write_text(std::string_view text) {
    out_.push_back('"');
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t start = i;
      while (i < text.size() && is_plain(static_cast<unsigned char>(text[i]))) ++i;
      out_.append(text, start, i - start);
      if (i < text.size()) write_escaped(next_code_point(text, i));
    }
    out_.push_back('"');
  }

  void write_escaped(std::uint32_t c) {
    switch (c) {
      case '"': out_ += "\\\""; break;
      case '\\': out_ += "\\\\"; break;
      case '\n': out_ += "\\n"; break;
      case '\r': out_ += "\\r"; break;
      case '\t': out_ += "\\t"; break;
      case '\b': out_ += "\\b"; break;
      case '\f': out_ += "\\f"; break;
      default: write_code(c);
    }
  }

  void write_code(std::uint32_t c) {
    if (c < 0x10000) {
      write_unit(c);
    } else {
      write_unit(0xD800 + ((c - 0x10000) >> 10));
      write_unit(0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }

  void write_items(const List& items, int depth) {
    out_.push_back('[');
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_ += indented_ ? "," : ", ";
      line(depth + 1);
      write(items[i], depth + 1);
    }
    if (!items.empty()) line(depth);
    out_.push_back(']');
  }

  static std::string key_text(const Value& key) {
    switch (key.kind()) {
      case Kind::string: return std::string(key.as_string());
      case Kind::null: return "null";
      case Kind::boolean: return key.as_boolean() ? "true" : "false";
      case Kind::integer:
      case Kind::big_integer:
      case Kind::real: return to_str(key);
      default: type_error("keys must be str, int, float, bool or None, not " + type_name_of(key));
    }
  }

  void write_map(const Map& map, int depth) {
    std::vector<const Map::Entry*> entries;
    entries.reserve(map.size());
    for (const Map::Entry& entry : map) entries.push_back(&entry);
    const auto before = [](const Map::Entry* a, const Map::Entry* b) { return less(a->key, b->key); };
    // Mostly they are sorted already, or so few that looking costs nothing.
    if (!std::is_sorted(entries.begin(), entries.end(), before)) {
      std::stable_sort(entries.begin(), entries.end(), before);
    }
    out_.push_back('{');
    bool first = true;
    for (const Map::Entry* entry : entries) {
      if (!std::exchange(first, false)) out_ += indented_ ? "," : ", ";
      line(depth + 1);
      if (entry->key.is_string())
        write_text(entry->key.as_string());
      else
        write_text(key_text(entry->key));
      out_ += ": ";
      write(entry->value, depth + 1);
    }
    if (!entries.empty()) line(depth);
    out_.push_back('}');
  }

  const std::string indent_;
  const bool indented_;
  std::string out_;
  std::vector<const void*> open_;  // the containers around what is being written
};

}  // namespace

namespace {

// What stands before a line, once for each level.
std::string indent_of(const Arguments& arguments) {
  check_use(arguments[0]);
  if (arguments[0].is_string()) {
    // Jinja2 makes the whole text harmless in HTML, whatever it was put together from.
    std::string indent;
    for (const char c : arguments[0].as_string()) {
      switch (c) {
        case '<': indent += "\\u003c"; break;
        case '>': indent += "\\u003e"; break;
        case '&': indent += "\\u0026"; break;
        case '\'': indent += "\\u0027"; break;
        default: indent.push_back(c);
      }
    }
    return indent;
  }
  return std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(arguments.integer(0, 0), 0, 1000)), ' ');
}

}  // namespace

Value to_json_filter(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  // Python looks at the indent only when there is something to indent.
  const bool indented = arguments.has(0) && !arguments[0].is_null() && !self.is_string();
  std::string indent = indented ? indent_of(arguments) : "";
  JsonWriter writer(std::move(indent), indented);
  writer.write(self, 0);
  const std::string text = writer.take();
  evaluator.charge_text(text.size());
  return make_safe(text);
}

}  // namespace sailmaker::jinja
