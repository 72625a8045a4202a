#include "yaml/edit.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "value/map.h"
#include "yaml/emitter.h"
#include "yaml/flow.h"
#include "yaml/parser.h"

namespace sailmaker::yaml {

namespace {

// Longer lines are written in lines of their own, where a flow collection can be.
constexpr std::size_t kLongestLine = 110;

Result<Document> read(std::string_view text, std::string_view file) {
  return parse(text, file, {.limits = {}, .record = Record::places});
}

// `root` with `value` at `path`, as put() means it; an error where a part on the way has none of its own.
Result<void> put_value(Value& root, const Path& path, std::size_t depth, const Value& value) {
  if (depth == path.size()) return root = value, Result<void>();
  if (const auto* index = std::get_if<std::size_t>(&path[depth])) {
    if (!root.is_list() || *index >= root.as_list().size()) return Error("there is no '" + to_string(path) + "'");
    return put_value(root.mutable_list()[*index], path, depth + 1, value);
  }
  if (root.is_null()) root = Value(Map());
  if (!root.is_map()) {
    return Error("'" + to_string(Path(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth))) +
                 "' is no map");
  }
  return put_value(root.mutable_map().ensure(std::get<std::string>(path[depth])), path, depth + 1, value);
}

void take_out(Value& root, const Path& path) {
  Value* value = &root;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const auto* index = std::get_if<std::size_t>(&path[i]);
    value =
        index != nullptr ? &value->mutable_list()[*index] : value->mutable_map().find(std::get<std::string>(path[i]));
  }
  const auto* index = std::get_if<std::size_t>(&path.back());
  if (index != nullptr) {
    List& items = value->mutable_list();
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(*index));
  } else {
    value->mutable_map().erase(std::get<std::string>(path.back()));
  }
}

// One change to a text that was read with places.
class Edit {
 public:
  Edit(std::string_view text, const Document& document) : text_(text), document_(document) {}

  std::string put(const Path& path, const Value& value) {
    Path there;
    while (there.size() < path.size()) {
      Path next = there;
      next.push_back(path[there.size()]);
      if (find(document_.root, next) == nullptr) break;
      there = std::move(next);
    }
    Value rest = value;
    for (std::size_t i = path.size(); i > there.size() + 1; --i) rest = Map{{std::get<std::string>(path[i - 1]), rest}};
    if (there.size() == path.size()) return replace(there, rest);
    const std::string& key = std::get<std::string>(path[there.size()]);
    const Value& around = *find(document_.root, there);
    if (!around.is_map() || around.as_map().empty()) return replace(there, Map{{key, rest}});
    return add(there, key, rest);
  }

  std::string without(const Path& path) {
    const Path around(path.begin(), path.end() - 1);
    const Value& holder = *find(document_.root, around);
    const std::size_t size = holder.is_map() ? holder.as_map().size() : holder.as_list().size();
    if (size == 1) return replace(around, holder.is_map() ? Value(Map()) : Value(List()));
    return is_flow(around) ? without_in_flow(path) : without_lines(path);
  }

 private:
  Span span(const Path& path, Places::Part part = Places::Part::value) const {
    return document_.places.find(document_.root, path, part);
  }
  std::size_t begin_of(const Path& path) const { return span(path).offset; }

  char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\n'; }
  bool is_flow(const Path& path) const { return at(begin_of(path)) == '{' || at(begin_of(path)) == '['; }
  // Whether the part stands inside braces.
  bool is_in_flow(const Path& path) const {
    for (Path around = path; !around.empty();) {
      around.pop_back();
      if (is_flow(around)) return true;
    }
    return false;
  }

  std::size_t line_begin(std::size_t offset) const {
    const std::size_t newline = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
    return newline == std::string_view::npos ? 0 : newline + 1;
  }
  std::size_t line_end(std::size_t offset) const { return std::min(text_.find('\n', offset), text_.size()); }
  int column(std::size_t offset) const { return static_cast<int>(offset - line_begin(offset)); }

  // Behind the last written character of the part. A block's own span ends with what follows it.
  std::size_t end_of(const Path& path) const {
    const Value* value = find(document_.root, path);
    Path last = path;
    const bool is_empty = value == nullptr || (!value->is_map() && !value->is_list()) ||
                          (value->is_map() ? value->as_map().empty() : value->as_list().empty());
    if (is_empty || is_flow(path)) return trimmed(span(path).offset + span(path).length, key_end(path));
    if (value->is_map()) return end_of_entries(path);
    last.emplace_back(value->as_list().size() - 1);
    return end_of(last);
  }

  // Merged entries stand where they were written: the last one in the text counts.
  std::size_t end_of_entries(const Path& map) const {
    std::size_t end = 0;
    for (const Map::Entry& entry : find(document_.root, map)->as_map()) {
      Path path = map;
      path.emplace_back(entry.key.is_string() ? std::string(entry.key.as_string()) : std::string());
      end = std::max(end, end_of(path));
    }
    return end;
  }

  std::size_t key_end(const Path& path) const {
    if (path.empty() || std::holds_alternative<std::size_t>(path.back())) return begin_of(path);
    const Span key = span(path, Places::Part::key);
    const std::size_t colon = text_.find(':', key.offset + key.length);
    return colon == std::string_view::npos ? key.offset + key.length : colon + 1;
  }

  std::size_t trimmed(std::size_t end, std::size_t least) const {
    end = std::min(end, text_.size());
    while (end > least && std::string_view(" \t\r\n").find(text_[end - 1]) != std::string_view::npos) --end;
    return std::max(end, least);
  }

  std::string with(std::size_t begin, std::size_t end, std::string_view piece) const {
    std::string out(text_.substr(0, begin));
    const bool windows = text_.find("\r\n") != std::string_view::npos;
    for (const char c : piece) {
      if (c == '\n' && windows) out += '\r';
      out += c;
    }
    return out.append(text_.substr(end));
  }

  static bool is_block(const Value& value) {
    return (value.is_map() && !value.as_map().empty()) || (value.is_list() && !value.as_list().empty());
  }

  std::string replace(const Path& path, const Value& value) {
    const std::size_t begin = begin_of(path);
    const std::size_t end = std::max(begin, end_of(path));
    if (path.empty()) return replace_all(value, begin, end);
    const bool is_item = std::holds_alternative<std::size_t>(path.back());
    if (is_in_flow(path) || !is_block(value)) {
      // The old value may stand below its key, or not at all.
      const bool is_below = !is_item && (begin == key_end(path) || line_end(key_end(path)) < begin);
      const bool needs_blank = is_below || (is_item && begin > 0 && at(begin - 1) == '-');
      std::string out = with(is_below ? key_end(path) : begin, end, (needs_blank ? " " : "") + flow(value));
      return is_in_flow(path) ? in_flow(path, std::move(out), value) : out;
    }
    if (is_item) return with(begin, end, write_nested(value, column(begin)));
    return replace_by_block(path, value, end);
  }

  // A text without a value has at most comments, which stay above.
  std::string replace_all(const Value& value, std::size_t begin, std::size_t end) const {
    if (!document_.root.is_null()) return with(begin, end, write_nested(value, 0));
    const bool is_open = !text_.empty() && !text_.ends_with('\n');
    return with(text_.size(), text_.size(), (is_open ? "\n" : "") + write(value));
  }

  std::string replace_by_block(const Path& path, const Value& value, std::size_t end) const {
    std::string block;
    write(value, block, column(span(path, Places::Part::key).offset) + 2);
    block.pop_back();
    // What stands behind a value of one line is a comment on it, and stays with the key.
    const std::size_t line = line_end(key_end(path));
    if (end > line) return with(key_end(path), end, "\n" + block);
    std::string comment(text_.substr(end, line - end));
    if (comment.ends_with('\r')) comment.pop_back();
    return with(key_end(path), line, comment + "\n" + block);
  }

  std::string add(const Path& map, const std::string& key, const Value& value) {
    if (is_flow(map) || is_in_flow(map)) {
      const std::size_t end = end_of_entries(map);
      Path path = map;
      path.emplace_back(key);
      return in_flow(path, with(end, end, ", " + flow_entry(key, value)), value);
    }
    std::string lines;
    write(Map{{key, value}}, lines, column(first_key(map)));
    lines.pop_back();
    std::size_t end = line_end(end_of(map));
    if (end > 0 && at(end - 1) == '\r') --end;
    return with(end, end, "\n" + lines);
  }

  std::size_t first_key(Path map) const {
    const Value& key = find(document_.root, map)->as_map().at(0).key;
    map.emplace_back(key.is_string() ? std::string(key.as_string()) : std::string());
    return span(map, Places::Part::key).offset;
  }

  // `edited` unless its line is too long: then the outermost flow collection is written in lines, if it stands on one
  // line and says nothing but values.
  std::string in_flow(const Path& path, std::string edited, const Value& value) {
    const std::size_t begin = line_begin(begin_of(outermost_flow(path)));
    const std::size_t longest = edited.find('\n', begin);
    if (std::min(longest, edited.size()) - begin <= kLongestLine) return edited;
    const Path outer = outermost_flow(path);
    const Span place = span(outer);
    const std::string_view written = text_.substr(place.offset, place.length);
    if (written.find_first_of("\n#&*!<") != std::string_view::npos) return edited;
    Value changed = *find(document_.root, outer);
    const Path rest(path.begin() + static_cast<std::ptrdiff_t>(outer.size()), path.end());
    if (!put_value(changed, rest, 0, value)) return edited;
    return replace(outer, changed);
  }

  Path outermost_flow(const Path& path) const {
    Path outer;
    for (const PathStep& step : path) {
      if (is_flow(outer)) break;
      outer.push_back(step);
    }
    return outer;
  }

  std::string without_lines(const Path& path) const {
    const bool is_item = std::holds_alternative<std::size_t>(path.back());
    const std::size_t key = is_item ? begin_of(path) : span(path, Places::Part::key).offset;
    const std::size_t end = line_end(std::max(end_of(path), key));
    return with(line_begin(key), std::min(end + 1, text_.size()), "");
  }

  // Entry or item and one comma.
  std::string without_in_flow(const Path& path) const {
    const bool is_item = std::holds_alternative<std::size_t>(path.back());
    std::size_t begin = is_item ? begin_of(path) : span(path, Places::Part::key).offset;
    std::size_t end = std::max(end_of(path), begin);
    if (at(end) == ',') {
      ++end;
      while (at(end) == ' ') ++end;
      return with(begin, end, "");
    }
    const std::size_t comma = text_.rfind(',', begin);
    return with(comma == std::string_view::npos ? begin : comma, end, "");
  }

  std::string_view text_;
  const Document& document_;
};

// The edited text if it means what it should.
Result<std::string> proven(std::string edited, std::string_view file, const Value& wanted) {
  const auto again = parse(edited, file);
  if (again && identical(again->root, wanted)) return edited;
  return Error(std::string(file) + " is written in a way that cannot be changed without changing what else it says")
      .with_hint("an alias, a merge or an unusual key is in the way: make the change by hand");
}

}  // namespace

Result<std::string> put(std::string_view text, std::string_view file, const Path& path, const Value& value) {
  auto document = read(text, file);
  if (!document) return std::move(document).error();
  Value wanted = document->root;
  if (auto done = put_value(wanted, path, 0, value); !done) return std::move(done).error();
  return proven(Edit(text, *document).put(path, value), file, wanted);
}

Result<std::string> without(std::string_view text, std::string_view file, const Path& path) {
  auto document = read(text, file);
  if (!document) return std::move(document).error();
  if (path.empty() || find(document->root, path) == nullptr) return std::string(text);
  Value wanted = document->root;
  take_out(wanted, path);
  return proven(Edit(text, *document).without(path), file, wanted);
}

}  // namespace sailmaker::yaml
