#include "yaml/emitter.h"

#include <cmath>

#include "value/json.h"
#include "value/map.h"
#include "yaml/scalar_style.h"

namespace sailmaker::yaml {

namespace {

// A key may have at most 1024 characters on its line, with its quotes; a longer one is introduced by '? '.
constexpr std::size_t kLongestPlainKey = 1000;

// PyYAML knows an exponent only behind a point: 1e+16 would be text.
std::string spell_real(double number) {
  if (std::isnan(number)) return ".nan";
  if (std::isinf(number)) return number < 0 ? "-.inf" : ".inf";
  std::string text = format_real(number);
  const std::size_t exponent = text.find('e');
  if (exponent != std::string::npos && text.find('.') == std::string::npos) text.insert(exponent, ".0");
  return text;
}

bool is_block(const Value& value) {
  return (value.is_list() && !value.as_list().empty()) || (value.is_map() && !value.as_map().empty());
}

class Emitter {
 public:
  /// `on_one_line`: a text somewhere in the value that must not be a literal block, or nullptr.
  explicit Emitter(std::string& out, const Value* on_one_line = nullptr) : out_(out), on_one_line_(on_one_line) {}

  void document(const Value& value, int indent) {
    blanks(indent);
    if (is_block(value)) {
      block(value, indent, 0);
    } else {
      scalar(value, indent);
      out_ += '\n';
    }
  }

 private:
  void blanks(int count) { out_.append(static_cast<std::size_t>(count), ' '); }

  // The first line's blanks are already written, so that a list's item can begin behind its '- '.
  void block(const Value& value, int indent, int depth) {
    if (depth > kDeepestValue) throw TooDeep{};
    if (value.is_list()) {
      list(value.as_list(), indent, depth);
    } else {
      map(value.as_map(), indent, depth);
    }
  }

  void list(const List& items, int indent, int depth) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) blanks(indent);
      out_ += "- ";
      if (is_block(items[i])) {
        block(items[i], indent + 2, depth + 1);
      } else {
        scalar(items[i], indent);
        out_ += '\n';
      }
    }
  }

  void map(const Map& entries, int indent, int depth) {
    bool first = true;
    for (const Map::Entry& entry : entries) {
      if (!first) blanks(indent);
      first = false;
      key(entry.key, indent);
      if (is_block(entry.value)) {
        out_ += '\n';
        blanks(indent + 2);
        block(entry.value, indent + 2, depth + 1);
      } else {
        out_ += ' ';
        scalar(entry.value, indent);
        out_ += '\n';
      }
    }
  }

  void key(const Value& key, int indent) {
    const std::size_t begin = out_.size();
    if (key.is_string()) {
      write_one_line(key.as_string(), one_line_style_for(key.as_string()), out_);
    } else {
      scalar(key, indent);
    }
    if (out_.size() - begin > kLongestPlainKey) {
      out_.insert(begin, "? ");
      out_ += '\n';
      blanks(indent);
    }
    out_ += ':';
  }

  // `indent` is the column of the list or map that holds the scalar.
  void scalar(const Value& value, int indent) {
    switch (value.kind()) {
      case Kind::string:
        if (&value == on_one_line_)
          return write_one_line(value.as_string(), one_line_style_for(value.as_string()), out_);
        return text(value.as_string(), indent);
      case Kind::real: out_ += spell_real(value.as_real()); break;
      case Kind::list: out_ += "[]"; break;
      case Kind::map: out_ += "{}"; break;
      default: write_json(value, out_); break;
    }
  }

  void text(std::string_view text, int indent) {
    const ScalarStyle style = style_for(text);
    if (style == ScalarStyle::literal) {
      literal(text, indent);
    } else {
      write_one_line(text, style, out_);
    }
  }

  void literal(std::string_view text, int indent) {
    out_ += '|';
    const char first = text[text.find_first_not_of('\n')];
    if (first == ' ' || first == '\t') out_ += '2';
    const bool ends = text.back() == '\n';
    if (!ends) out_ += '-';
    if (ends) text.remove_suffix(1);
    if (ends && text.back() == '\n') out_ += '+';
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      out_ += '\n';
      if (end > begin) blanks(indent + 2);
      out_ += text.substr(begin, end - begin);
      begin = end + 1;
    }
  }

  std::string& out_;
  const Value* on_one_line_;
};

// What stands last in the written text.
const Value& last_scalar(const Value& value) {
  const Value* last = &value;
  while (is_block(*last))
    last = last->is_list() ? &last->as_list().back() : &last->as_map().at(last->as_map().size() - 1).value;
  return *last;
}

}  // namespace

std::string write(const Value& value) {
  std::string out;
  write(value, out, 0);
  return out;
}

void write(const Value& value, std::string& out, int indent) { Emitter(out).document(value, indent); }

std::string write_nested(const Value& value, int indent) {
  // A literal block's newlines at its end would depend on what follows.
  const Value& last = last_scalar(value);
  const bool quoted = last.is_string() && (&last == &value || last.as_string().ends_with('\n'));
  std::string out;
  Emitter(out, quoted ? &last : nullptr).document(value, indent);
  out.pop_back();
  return out.substr(static_cast<std::size_t>(indent));
}

}  // namespace sailmaker::yaml
