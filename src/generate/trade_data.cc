#include <algorithm>
#include <cmath>

#include "base/unicode.h"
#include "generate/trade_filters.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/emitter.h"
#include "yaml/parser.h"

// YAML and JSON, to text and back.

namespace sailmaker::generate {

namespace {

using jinja::HostCall;

constexpr std::int64_t kMostIndent = 100;

Value to_yaml_filter(const HostCall& call) {
  const auto indent = static_cast<int>(integer_argument(call, 1, "to_yaml", 0, kMostIndent));
  const std::string text = yaml::write_nested(call[0], indent);
  call.charge_text(text.size());
  return Value(text);
}

Value from_yaml(const HostCall& call) {
  auto document = yaml::parse(text_argument(call, 0, "from_yaml"), "the text given to from_yaml()");
  if (document) return std::move(document->root);
  document.error().type = "ValueError";
  throw std::move(document).error();
}

Value from_json(const HostCall& call) {
  auto value = parse_json(text_argument(call, 0, "from_json"), "the text given to from_json()");
  if (value) return std::move(*value);
  value.error().type = "ValueError";
  throw std::move(value).error();
}

// JSON as Python's json.dumps lays it out, without escapes for what is no ASCII.
class JsonWriter {
 public:
  JsonWriter(const HostCall& call, std::optional<std::size_t> indent, bool sorted)
      : call_(call), indent_(indent), sorted_(sorted) {}

  void write(const Value& value, std::size_t depth) {
    if (depth > kDeepestValue) throw TooDeep{};
    if (value.is_list()) return write_list(value.as_list(), depth);
    if (value.is_map()) return write_map(value.as_map(), depth);
    if (value.is_real()) return write_real(value.as_real());
    if (value.is_string()) return write_text(value.as_string());
    write_json(value, out_);
  }

  std::string take() {
    call_.charge_text(out_.size());
    return std::move(out_);
  }

 private:
  void line(std::size_t depth, bool first) {
    if (!first) out_ += indent_ ? "," : ", ";
    if (!indent_) return;
    out_ += '\n';
    out_.append(*indent_ * depth, ' ');
    call_.charge(*indent_ * depth / 8);
  }

  // 1e+16 is a text in YAML 1.1; with a point it is the same number there and in JSON.
  void write_real(double number) {
    if (!std::isfinite(number)) throw value_error("JSON has no " + format_real(number));
    std::string text = format_real(number);
    const std::size_t exponent = text.find('e');
    if (exponent != std::string::npos && text.find('.') == std::string::npos) text.insert(exponent, ".0");
    out_ += text;
  }

  // JSON allows some characters in a text that YAML takes for a line's end or does not allow; both know \u0085.
  void write_text(std::string_view text) {
    const std::string json = to_json(Value(text));
    for (std::size_t i = 0; i < json.size();) {
      const std::size_t begin = i;
      const std::uint32_t c = next_code_point(json, i);
      const bool special = (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || c >= 0xFFFE || c == 0xFEFF;
      if (special && c <= 0xFFFF) {
        static constexpr char kHex[] = "0123456789abcdef";
        out_ += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out_ += kHex[c >> shift & 15];
      } else {
        out_.append(json, begin, i - begin);
      }
    }
  }

  void write_list(const List& items, std::size_t depth) {
    out_ += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
      line(depth + 1, i == 0);
      write(items[i], depth + 1);
    }
    if (!items.empty()) end_line(depth);
    out_ += ']';
  }

  void write_map(const Map& map, std::size_t depth) {
    std::vector<std::pair<std::string, const Value*>> entries;
    for (const Map::Entry& entry : map) entries.emplace_back(key_text(entry.key), &entry.value);
    if (sorted_)
      std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    out_ += '{';
    for (std::size_t i = 0; i < entries.size(); ++i) {
      line(depth + 1, i == 0);
      write_text(entries[i].first);
      out_ += ": ";
      write(*entries[i].second, depth + 1);
    }
    if (!entries.empty()) end_line(depth);
    out_ += '}';
  }

  static std::string key_text(const Value& key) {
    return key.is_string() ? std::string(key.as_string()) : to_json(key);
  }

  void end_line(std::size_t depth) {
    if (indent_) line(depth, true);
  }

  const HostCall& call_;
  const std::optional<std::size_t> indent_;
  const bool sorted_;
  std::string out_;
};

Value to_json_filter(const HostCall& call) {
  std::optional<std::size_t> indent;
  if (!call[1].is_null()) indent = static_cast<std::size_t>(integer_argument(call, 1, "to_json", 0, kMostIndent));
  JsonWriter writer(call, indent, flag_argument(call, 2, "to_json"));
  writer.write(call[0], 0);
  return Value(writer.take());
}

}  // namespace

std::vector<jinja::HostFunction> data_filters() {
  return {{"to_yaml", {{"indent", 0}}, to_yaml_filter},
          {"from_yaml", {}, from_yaml},
          {"to_json", {{"indent", nullptr}, {"sort_keys", false}}, to_json_filter},
          {"from_json", {}, from_json}};
}

}  // namespace sailmaker::generate
