// A reader by recursive descent over indentation: one function a construct, false all the way up as soon as a text is
// not of the everyday kind. Being strict is safe, because compose() then reads the text from its beginning; being
// wrong is not. So every rule here is narrower than YAML's own:
//
//   - after every value the line ends, and the next line that holds something is not indented deeper than what the
//     value stands in; scalars that go on over lines are thereby never taken apart
//   - a key ends on its line, in sight of its beginning
//   - a key that stands twice gives up as well: compose() says so better
#include "yaml/fast_reader.h"

#include <utility>
#include <vector>

#include "value/map.h"
#include "yaml/fast_scanner.h"
#include "yaml/scalar.h"

namespace sailmaker::yaml {

namespace {

enum class Role { key, value };

class FastReader {
 public:
  FastReader(std::string_view text, const Limits& limits, Document& document)
      : scan_(text), limits_(limits), document_(document) {}

  bool read() {
    if (!first_content()) return false;
    if (scan_.column() < 0) return document_.root = Value(), true;
    return block_node(scan_.column(), -1, 0, document_.root) && scan_.column() < 0 && nodes_ <= limits_.nodes;
  }

 private:
  // Every node function stands on its first character when called, and on the next content when it returns true.

  bool first_content() {
    if (scan_.at_line_end()) return scan_.next_content();
    return true;
  }

  // `parent` is the column of the list or map that holds the node.
  bool block_node(int column, int parent, int depth, Value& out) {
    switch (scan_.peek()) {
      case '[':
      case '{': return flow_node(depth, out) && scan_.next_content();
      case '|': return literal(parent, out);
      case '-':
        if (scan_.at_dash()) return list(column, parent, depth, out);
        break;
      default: break;
    }
    FastScanner::Scalar head;
    if (!scan_.block_scalar(head)) return false;
    return head.is_key ? map(column, head, depth, out) : scalar(head, Role::value, out) && scan_.next_content();
  }

  bool list(int column, int parent, int depth, Value& out) {
    if (!enter(depth)) return false;
    const std::size_t first = items_.size();
    do {
      Value item;
      scan_.skip();
      if (!nested(column, depth + 1, item)) return false;
      items_.push_back(std::move(item));
    } while (scan_.column() == column && scan_.at_dash());
    // A list may stand in the column of the key above it; then the next key ends it.
    if (scan_.column() > column || (scan_.column() == column && column != parent)) return false;
    out = take_items(first);
    return true;
  }

  // What stands behind the '-' of a list in `column`.
  bool nested(int column, int depth, Value& out) {
    if (!scan_.at_line_end()) return block_node(scan_.column(), column, depth, out);
    if (!scan_.next_content()) return false;
    if (scan_.column() > column) return block_node(scan_.column(), column, depth, out);
    return ++nodes_, true;
  }

  bool map(int column, FastScanner::Scalar& key, int depth, Value& out) {
    if (!enter(depth)) return false;
    const std::size_t first = entries_.size();
    while (true) {
      Map::Entry entry;
      if (!scalar(key, Role::key, entry.key) || !map_value(column, depth + 1, entry.value)) return false;
      entries_.push_back(std::move(entry));
      if (scan_.column() < column) return take_entries(first, out);
      if (scan_.column() > column || !scan_.block_scalar(key) || !key.is_key) return false;
    }
  }

  // What stands behind the ':' of a map in `column`.
  bool map_value(int column, int depth, Value& out) {
    if (scan_.at_line_end()) {
      if (!scan_.next_content()) return false;
      if (scan_.column() > column) return block_node(scan_.column(), column, depth, out);
      if (scan_.column() == column && scan_.at_dash()) return list(column, column, depth, out);
      return ++nodes_, true;
    }
    switch (scan_.peek()) {
      case '[':
      case '{': return flow_node(depth, out) && scan_.next_content();
      case '|': return literal(column, out);
      default: break;
    }
    FastScanner::Scalar head;
    return scan_.block_scalar(head) && !head.is_key && scalar(head, Role::value, out) && scan_.next_content();
  }

  bool literal(int parent, Value& out) {
    std::string_view text;
    if (!scan_.literal(parent, text)) return false;
    out = Value(text);
    return ++nodes_, true;
  }

  // Flow nodes stand behind themselves when they are done, wherever that is.
  bool flow_node(int depth, Value& out) {
    if (scan_.peek() == '[') return flow_list(depth, out);
    if (scan_.peek() == '{') return flow_map(depth, out);
    FastScanner::Scalar head;
    return scan_.flow_scalar(head) && !head.is_key && scalar(head, Role::value, out);
  }

  // From one item to the next. False in `more` behind the closing bracket.
  bool flow_separator(char closing, bool& more) {
    if (!scan_.skip_flow_space()) return false;
    const bool comma = scan_.peek() == ',';
    if (comma) {
      scan_.skip();
      if (!scan_.skip_flow_space()) return false;
    }
    more = scan_.peek() != closing;
    if (!more) scan_.skip();
    return !more || comma;
  }

  bool flow_list(int depth, Value& out) {
    if (!enter(depth)) return false;
    const std::size_t first = items_.size();
    bool more = true;
    scan_.skip();
    if (!flow_opening(']', more)) return false;
    while (more) {
      Value item;
      if (!flow_node(depth + 1, item)) return false;
      items_.push_back(std::move(item));
      if (!flow_separator(']', more)) return false;
    }
    out = take_items(first);
    return true;
  }

  bool flow_opening(char closing, bool& more) {
    if (!scan_.skip_flow_space()) return false;
    more = scan_.peek() != closing;
    if (!more) scan_.skip();
    return true;
  }

  bool flow_map(int depth, Value& out) {
    if (!enter(depth)) return false;
    const std::size_t first = entries_.size();
    bool more = true;
    scan_.skip();
    if (!flow_opening('}', more)) return false;
    while (more) {
      Map::Entry entry;
      FastScanner::Scalar key;
      if (!scan_.flow_scalar(key) || !key.is_key || !scalar(key, Role::key, entry.key)) return false;
      if (!scan_.skip_flow_space() || !flow_node(depth + 1, entry.value)) return false;
      entries_.push_back(std::move(entry));
      if (!flow_separator('}', more)) return false;
    }
    return take_entries(first, out);
  }

  bool scalar(const FastScanner::Scalar& head, Role role, Value& out) {
    ++nodes_;
    if (!head.plain || is_surely_text(head.text)) return out = Value(head.text), true;
    Plain plain = resolve(head.text);
    const bool fits = plain.meaning == Meaning::text || plain.meaning == Meaning::data ||
                      (plain.meaning == Meaning::default_value && role == Role::key);
    if (!fits) return false;
    if (plain.surprising) {
      const Span span{static_cast<std::uint32_t>(head.offset), static_cast<std::uint32_t>(head.text.size())};
      document_.surprises.push_back(surprise(head.text, plain.value, span));
    }
    out = std::move(plain.value);
    return true;
  }

  // Room for what it holds: an empty one could go deeper.
  bool enter(int depth) {
    ++nodes_;
    return depth < limits_.depth;
  }

  // Items and entries wait on one stack each, so that lists and maps are made with the room they need.
  Value take_items(std::size_t first) {
    List list;
    list.reserve(items_.size() - first);
    for (std::size_t i = first; i < items_.size(); ++i) list.push_back(std::move(items_[i]));
    items_.resize(first);
    return Value(std::move(list));
  }

  bool take_entries(std::size_t first, Value& out) {
    Map map;
    map.reserve(entries_.size() - first);
    for (std::size_t i = first; i < entries_.size(); ++i) {
      if (!map.set(std::move(entries_[i].key), std::move(entries_[i].value))) return false;
    }
    entries_.resize(first);
    out = Value(std::move(map));
    return true;
  }

  FastScanner scan_;
  const Limits& limits_;
  Document& document_;
  std::vector<Value> items_;
  std::vector<Map::Entry> entries_;
  std::size_t nodes_ = 0;
};

}  // namespace

bool read_fast(std::string_view text, const Limits& limits, Document& document) {
  if (text.size() > limits.size || text.starts_with("---") || text.starts_with("...")) return false;
  return is_everyday_text(text) && FastReader(text, limits, document).read();
}

}  // namespace sailmaker::yaml
