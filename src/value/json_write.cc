#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "value/json.h"
#include "value/map.h"

namespace sailmaker {

namespace {

constexpr char kHex[] = "0123456789ABCDEF";

bool needs_escape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\'; }

// True when one of the eight bytes needs an escape; may also be true when none does, never the other way round.
bool may_need_escape(std::uint64_t bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t highs = 0x8080808080808080;
  const auto has_zero = [](std::uint64_t x) { return (x - ones) & ~x & highs; };
  const std::uint64_t below_space = (bytes - ones * 0x20) & ~bytes & highs;
  return (below_space | has_zero(bytes ^ (ones * '"')) | has_zero(bytes ^ (ones * '\\'))) != 0;
}

// The length of what can be copied as it stands, from `begin` on.
std::size_t plain_run(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, 8);
    if (may_need_escape(bytes)) break;
  }
  while (at < text.size() && !needs_escape(static_cast<unsigned char>(text[at]))) ++at;
  return at - begin;
}

void write_escape(unsigned char c, std::string& out) {
  out += '\\';
  switch (c) {
    case '"': out += '"'; return;
    case '\\': out += '\\'; return;
    case '\b': out += 'b'; return;
    case '\f': out += 'f'; return;
    case '\n': out += 'n'; return;
    case '\r': out += 'r'; return;
    case '\t': out += 't'; return;
    default: break;
  }
  out += "u00";
  out += kHex[c >> 4];
  out += kHex[c & 15];
}

void write_string(std::string_view text, std::string& out) {
  out += '"';
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t plain = plain_run(text, at);
    out.append(text, at, plain);
    at += plain;
    if (at < text.size()) write_escape(static_cast<unsigned char>(text[at]), out);
  }
  out += '"';
}

void write_integer(std::int64_t number, std::string& out) {
  char buffer[24];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
}

void write_real(double number, std::string& out) {
  if (std::isnan(number)) {
    out += "NaN";
  } else if (std::isinf(number)) {
    out += number < 0 ? "-Infinity" : "Infinity";
  } else {
    out += format_real(number);
  }
}

class Writer {
 public:
  Writer(std::string& out, JsonStyle style) : out_(out), style_(style) {}

  void write(const Value& value, int depth) {
    if (depth > kDeepestValue) throw TooDeep{};
    switch (value.kind()) {
      case Kind::object:
      case Kind::null: out_ += "null"; break;
      case Kind::boolean: out_ += value.as_boolean() ? "true" : "false"; break;
      case Kind::integer: write_integer(value.as_integer(), out_); break;
      case Kind::big_integer: out_ += value.as_string(); break;
      case Kind::real: write_real(value.as_real(), out_); break;
      case Kind::string: write_string(value.as_string(), out_); break;
      case Kind::list: write_list(value.as_list(), depth); break;
      case Kind::map: write_map(value.as_map(), depth); break;
    }
  }

 private:
  void new_line(int depth) {
    if (style_ != JsonStyle::indented) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(depth) * 2, ' ');
  }

  void write_list(const List& items, int depth) {
    if (items.empty()) return void(out_ += "[]");
    out_ += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_ += ',';
      new_line(depth + 1);
      write(items[i], depth + 1);
    }
    new_line(depth);
    out_ += ']';
  }

  void write_map(const Map& map, int depth) {
    if (map.empty()) return void(out_ += "{}");
    out_ += '{';
    if (style_ == JsonStyle::sorted) {
      write_sorted(map, depth);
    } else {
      for (std::size_t i = 0; i < map.size(); ++i) {
        if (i > 0) out_ += ',';
        new_line(depth + 1);
        write_entry(map.at(i), depth);
      }
    }
    new_line(depth);
    out_ += '}';
  }

  void write_sorted(const Map& map, int depth) {
    std::vector<const Map::Entry*> entries;
    entries.reserve(map.size());
    for (const Map::Entry& entry : map) entries.push_back(&entry);
    const bool all_text =
        std::all_of(map.begin(), map.end(), [](const Map::Entry& entry) { return entry.key.is_string(); });
    if (all_text) {
      std::sort(entries.begin(), entries.end(),
                [](const auto* a, const auto* b) { return a->key.as_string() < b->key.as_string(); });
    } else {
      std::sort(entries.begin(), entries.end(),
                [](const auto* a, const auto* b) { return key_text(a->key) < key_text(b->key); });
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (i > 0) out_ += ',';
      write_entry(*entries[i], depth);
    }
  }

  static std::string key_text(const Value& key) {
    std::string text;
    key.is_string() ? void(text = key.as_string()) : Writer(text, JsonStyle::compact).write(key, 0);
    return text;
  }

  void write_entry(const Map::Entry& entry, int depth) {
    if (entry.key.is_string()) {
      write_string(entry.key.as_string(), out_);
    } else {
      write_string(key_text(entry.key), out_);
    }
    out_ += style_ == JsonStyle::indented ? ": " : ":";
    write(entry.value, depth + 1);
  }

  std::string& out_;
  JsonStyle style_;
};

}  // namespace

void write_json(const Value& value, std::string& out, JsonStyle style) { Writer(out, style).write(value, 0); }

std::string to_json(const Value& value, JsonStyle style) {
  // Written into a buffer that stays, so that the text is allocated once and in its size.
  thread_local std::string buffer;
  buffer.clear();
  write_json(value, buffer, style);
  std::string out = buffer;
  constexpr std::size_t kLargestKept = 1 << 20;
  if (buffer.capacity() > kLargestKept) std::string().swap(buffer);
  return out;
}

}  // namespace sailmaker
