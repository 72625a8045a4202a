#include <algorithm>
#include <charconv>
#include <cmath>

#include "value/json.h"
#include "value/map.h"

namespace sailmaker {

namespace {

constexpr char kHex[] = "0123456789ABCDEF";

bool needs_escape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\'; }

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
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(static_cast<unsigned char>(text[i]))) continue;
    out.append(text, done, i - done);
    write_escape(static_cast<unsigned char>(text[i]), out);
    done = i + 1;
  }
  out.append(text, done);
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

  static std::string key_text(const Value& key) { return key.is_string() ? std::string(key.as_string()) : to_json(key); }

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
  std::string out;
  write_json(value, out, style);
  return out;
}

}  // namespace sailmaker
