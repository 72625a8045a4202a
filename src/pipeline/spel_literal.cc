#include "pipeline/spel_literal.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// Lives for one call; the first problem ends it.
class Writer {
 public:
  void write(const Value& value, int depth) {
    if (depth > kDeepestValue) throw TooDeep{};
    switch (value.kind()) {
      case Kind::null: out_ += "null"; return;
      case Kind::boolean: out_ += value.as_boolean() ? "true" : "false"; return;
      case Kind::integer: return write_integer(value.as_integer());
      case Kind::real: return write_real(value.as_real());
      case Kind::string: return write_text(value.as_string());
      case Kind::list: return write_list(value.as_list(), depth);
      case Kind::map: return write_map(value.as_map(), depth);
      default: throw Error("SpEL has no literal for " + std::string(to_string(value.kind())));
    }
  }

  std::string take() { return std::move(out_); }

 private:
  // A literal without L must fit 32 bits. The minus is an operator: what stands behind it must fit by itself.
  void write_integer(std::int64_t number) {
    if (number == std::numeric_limits<std::int64_t>::min()) throw Error("SpEL has no literal for -2^63");
    out_ += std::to_string(number);
    if (std::abs(number) > std::numeric_limits<std::int32_t>::max()) out_ += 'L';
  }

  void write_real(double number) {
    if (!std::isfinite(number)) throw Error("SpEL has no literal for " + format_real(number));
    out_ += format_real(number);
  }

  void write_text(std::string_view text) {
    out_ += '\'';
    for (const char c : text) {
      out_ += c;
      if (c == '\'') out_ += c;
    }
    out_ += '\'';
  }

  void write_list(const List& items, int depth) {
    out_ += '{';
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_ += ", ";
      write(items[i], depth + 1);
    }
    out_ += '}';
  }

  void write_map(const Map& map, int depth) {
    if (map.empty()) {
      out_ += "{:}";
      return;
    }
    char separator = '{';
    for (const Map::Entry& entry : map) {
      if (!entry.key.is_string()) throw Error("a key of a SpEL map must be text, not " + key_kind(entry.key));
      out_ += separator;
      if (separator == ',') out_ += ' ';
      separator = ',';
      write_text(entry.key.as_string());
      out_ += ": ";
      write(entry.value, depth + 1);
    }
    out_ += '}';
  }

  static std::string key_kind(const Value& key) { return std::string(to_string(key.kind())); }

  std::string out_;
};

}  // namespace

Result<std::string> spel_literal(const Value& value) {
  Writer writer;
  try {
    writer.write(value, 0);
  } catch (const Error& error) {
    return error;
  }
  return writer.take();
}

}  // namespace sailmaker::pipeline
