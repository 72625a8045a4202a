// From libyaml's events to a Value, with the meaning PyYAML's SafeLoader gives them.
//
// PyYAML first makes nodes and then Python objects; merge keys work on nodes. Here values are made at once: merging
// maps as wholes gives the same entries in the same order, because a later entry of an equal key keeps the place of the
// first and takes the value of the last.
//
// Every value made is counted, and an alias counts as all the values below it, so that a text of nested aliases
// ("a billion laughs") ends at the limit although its values are shared and cost nothing.
#include "yaml/composer.h"

#include <fmt/format.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "base/unicode.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/events.h"
#include "yaml/number.h"
#include "yaml/scalar.h"
#include "yaml/syntax_error.h"

namespace sailmaker::yaml {

namespace {

constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

enum class Role { key, value };

struct Node {
  Value value;
  std::size_t count = 1;   // values in it, itself included
  Places::Node place = 0;  // when places are recorded
  Span span;
  bool is_merge_key = false;
};

struct Anchor {
  Node node;
  Span span;
  bool complete = false;
};

class Composer {
 public:
  Composer(std::string_view text, std::string_view file, const Options& options)
      : events_(text, file), limits_(options.limits), recording_(options.record == Record::places) {}

  Document compose() {
    if (events_.next().kind != Event::Kind::stream_end) {
      document_.root = std::move(node(events_.next(), Role::value, 0).value);
      events_.next();  // the document's end
      const Event after = events_.next();
      if (after.kind != Event::Kind::stream_end) fail_second_document(after);
    } else if (recording_) {
      document_.places.add({});
    }
    return std::move(document_);
  }

 private:
  [[noreturn]] void fail(Span span, std::string message, std::string hint = {}) const {
    throw Error(std::move(message), events_.source(span)).with_hint(std::move(hint));
  }

  [[noreturn]] void fail_second_document(const Event& event) const {
    fail(event.span, "a second document begins here, but one is expected",
         "remove the '---' or put the documents into files of their own");
  }

  void count(Span span, std::size_t nodes) {
    total_ += nodes;
    if (total_ <= limits_.nodes) return;
    fail(span, fmt::format("the document has more than {} values", limits_.nodes),
         "aliases and merges count as all that they stand for");
  }

  Places::Node place(Span span) { return recording_ ? document_.places.add(span) : 0; }

  Node node(const Event& event, Role role, int depth) {
    const Span span = event.span;
    if (event.kind == Event::Kind::alias) return alias(event, span);
    if (depth > limits_.depth) fail(span, fmt::format("nested deeper than {} levels", limits_.depth));
    open_anchor(event, span);
    count(span, 1);
    Node made = content(event, span, role, depth);
    made.span = span;
    if (!event.anchor.empty()) close_anchor(event, made);
    return made;
  }

  Node content(const Event& event, Span span, Role role, int depth) {
    switch (event.kind) {
      case Event::Kind::scalar: return scalar(event, span, role);
      case Event::Kind::list_start: return list(event, span, depth);
      default: return map(event, span, depth);
    }
  }

  void open_anchor(const Event& event, Span span) {
    if (event.anchor.empty()) return;
    const auto [there, is_new] = anchors_.try_emplace(std::string(event.anchor));
    if (!is_new) {
      throw Error(fmt::format("the anchor '&{}' stands twice", event.anchor), events_.source(span))
          .with_hint("give each anchor a name of its own")
          .with_cause(Error("it stands here first", events_.source(there->second.span)));
    }
    there->second.span = span;
  }

  void close_anchor(const Event& event, const Node& made) {
    Anchor& anchor = anchors_.find(std::string(event.anchor))->second;
    anchor.node = made;
    anchor.complete = true;
  }

  Node alias(const Event& event, Span span) {
    const auto there = anchors_.find(std::string(event.anchor));
    if (there == anchors_.end()) {
      fail(span, fmt::format("there is no anchor '&{}' before this alias", event.anchor),
           "put text that begins with '*' in quotes");
    }
    if (!there->second.complete) {
      fail(span, fmt::format("the alias '*{}' stands inside of what it means", event.anchor));
    }
    Node node = there->second.node;
    count(span, node.count);
    node.span = span;
    return node;
  }

  Node scalar(const Event& event, Span span, Role role) {
    Node made;
    if (!event.tag.empty() && !event.is_plain) {
      made.value = tagged_scalar(event, span, role, made.is_merge_key);
    } else if (event.is_plain) {
      made.value = plain_scalar(event, span, role, made.is_merge_key);
    } else {
      made.value = Value(event.text);
    }
    made.place = place(span);
    return made;
  }

  Value plain_scalar(const Event& event, Span span, Role role, bool& is_merge_key) {
    const std::string_view text = event.text;
    Plain plain = resolve(text);
    switch (plain.meaning) {
      case Meaning::text:
      case Meaning::data: break;
      case Meaning::merge: is_merge_key = true; [[fallthrough]];
      case Meaning::default_value:
        if (role == Role::key) break;
        fail(span, fmt::format("`{}` has a meaning of its own in YAML", text),
             fmt::format("write '{}' in quotes", text));
      case Meaning::bad_number: fail_number(span, text);
    }
    if (plain.surprising) note_surprise(text, plain.value, span);
    return std::move(plain.value);
  }

  // Tags and anchors stand before the text and belong to the event's span.
  void note_surprise(std::string_view text, const Value& value, Span span) {
    const auto length = static_cast<std::uint32_t>(text.size());
    if (span.length < length) return;
    document_.surprises.push_back(surprise(text, value, {span.offset + span.length - length, length}));
  }

  [[noreturn]] void fail_number(Span span, std::string_view text) const {
    if (text.size() > kLongestNumber) {
      fail(span, fmt::format("a number has at most {} digits", kLongestNumber), "put it in quotes if it is text");
    }
    fail(span, fmt::format("`{}` is spelled like a number, but is none", text), "put it in quotes if it is text");
  }

  Value tagged_scalar(const Event& event, Span span, Role role, bool& is_merge_key) const {
    const std::string_view text = event.text;
    const std::string_view name = tag_name(event, span);
    if (name == "str" || name == "timestamp") return Value(text);
    if (name == "null") return Value();
    if (name == "bool") return tagged_boolean(text, span);
    if (name == "merge" && role == Role::key) return is_merge_key = true, Value(text);
    if (name == "value" && role == Role::key) return Value(text);
    if (name != "int" && name != "float") fail_tag(event, span);
    std::optional<Value> number = name == "int" ? to_integer(text) : to_real(text);
    if (!number) fail(span, fmt::format("'{}' is no number, but its tag is !!{}", text, name));
    return std::move(*number);
  }

  Value tagged_boolean(std::string_view text, Span span) const {
    std::string lower(text);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (const std::string_view word : {"yes", "true", "on"}) {
      if (lower == word) return Value(true);
    }
    for (const std::string_view word : {"no", "false", "off"}) {
      if (lower == word) return Value(false);
    }
    fail(span, fmt::format("'{}' is no boolean, but its tag is !!bool", text));
  }

  // The part behind "tag:yaml.org,2002:".
  std::string_view tag_name(const Event& event, Span span) const {
    if (!event.tag.starts_with(kTagPrefix)) fail_tag(event, span);
    return event.tag.substr(kTagPrefix.size());
  }

  [[noreturn]] void fail_tag(const Event& event, Span span) const {
    const std::string_view tag = event.tag;
    const bool short_form = tag.starts_with(kTagPrefix);
    const std::string shown = short_form ? fmt::format("!!{}", tag.substr(kTagPrefix.size())) : std::string(tag);
    span.length = std::min<std::uint32_t>(span.length, static_cast<std::uint32_t>(shown.size()));
    fail(span, fmt::format("the tag {} cannot stand here", shown),
         short_form ? "known tags are !!str !!int !!float !!bool !!null for text, !!seq for lists and !!map for maps"
                    : "put text that begins with '!' in quotes");
  }

  void expect_collection_tag(const Event& event, Span span, std::string_view wanted) const {
    if (!event.tag.empty() && tag_name(event, span) != wanted) fail_tag(event, span);
  }

  Node list(const Event& event, Span span, int depth) {
    expect_collection_tag(event, span, "seq");
    Node made;
    List items;
    std::vector<Places::Node> places;
    while (true) {
      const Event next = events_.next();
      if (next.kind == Event::Kind::end) {
        close(made, span, next, places);
        break;
      }
      Node item = node(next, Role::value, depth + 1);
      made.count += item.count;
      items.push_back(std::move(item.value));
      if (recording_) places.push_back(item.place);
    }
    made.value = Value(std::move(items));
    return made;
  }

  void close(Node& made, Span start, const Event& end, const std::vector<Places::Node>& places) {
    if (!recording_) return;
    const Span last = end.span;
    start.length = std::max(start.offset + start.length, last.offset + last.length) - start.offset;
    made.place = document_.places.add(start, places);
  }

  // A map while it is read: its own entries, what is merged into it, and where they stand.
  struct OpenMap {
    Map map;
    std::vector<Span> key_spans;       // an entry each
    std::vector<Places::Node> places;  // two an entry, when places are recorded

    void set(Value key, Value value, Places::Node key_place, Places::Node value_place, bool recording) {
      const std::size_t there = recording ? map.place_of(key) : Map::npos;
      map.set(std::move(key), std::move(value));
      if (!recording) return;
      if (there == Map::npos) {
        places.insert(places.end(), {key_place, value_place});
      } else {
        places[there * 2] = key_place;
        places[there * 2 + 1] = value_place;
      }
    }
  };

  Node map(const Event& event, Span span, int depth) {
    expect_collection_tag(event, span, "map");
    Node made;
    OpenMap own;
    OpenMap merged;
    while (true) {
      const Event next = events_.next();
      if (next.kind == Event::Kind::end) {
        if (!merged.map.empty()) own = overlay(std::move(merged), own);
        close(made, span, next, own.places);
        break;
      }
      Node key = node(next, Role::key, depth + 1);
      const Node value = node(events_.next(), Role::value, depth + 1);
      made.count += key.count + value.count;
      if (key.is_merge_key) {
        merge(merged, value);
      } else {
        add(own, std::move(key), value);
      }
    }
    made.value = Value(std::move(own.map));
    return made;
  }

  void add(OpenMap& own, Node key, const Node& value) const {
    if (key.value.is_list() || key.value.is_map()) {
      const std::string message = fmt::format("{} cannot be a key", to_string(key.value.kind()));
      const bool template_left = events_.source(key.span).line_text.find("{{") != std::string::npos;
      fail(key.span, message, template_left ? std::string(kTemplateHint) : "put it in quotes if it is text");
    }
    const std::size_t there = own.map.place_of(key.value);
    if (there != Map::npos) {
      throw Error(fmt::format("the key {} stands twice in this map", shown(key.value)), events_.source(key.span))
          .with_hint("remove one of them or rename it")
          .with_cause(Error("it stands here first", events_.source(own.key_spans[there])));
    }
    own.key_spans.push_back(key.span);
    own.set(std::move(key.value), value.value, key.place, value.place, recording_);
  }

  static std::string shown(const Value& key) {
    return key.is_string() ? fmt::format("'{}'", key.as_string()) : to_json(key);
  }

  // Of several maps in a list the first wins, so the last is laid down first.
  void merge(OpenMap& merged, const Node& from) {
    if (from.value.is_map()) return merge_map(merged, from.value, from.place, from.span);
    if (!from.value.is_list()) fail_merge(from.span, from.value);
    const List& maps = from.value.as_list();
    for (const Value& one : maps) {
      if (!one.is_map()) fail_merge(from.span, one);
    }
    for (std::size_t i = maps.size(); i-- > 0;) {
      merge_map(merged, maps[i], recording_ ? document_.places.child(from.place, i) : 0, from.span);
    }
  }

  [[noreturn]] void fail_merge(Span span, const Value& found) const {
    fail(span, fmt::format("`<<` merges a map or a list of maps, but this is {}", to_string(found.kind())));
  }

  void merge_map(OpenMap& merged, const Value& from, Places::Node from_place, Span span) {
    count(span, from.as_map().size());
    std::size_t i = 0;
    for (const Map::Entry& entry : from.as_map()) {
      const Places::Node key_place = recording_ ? document_.places.child(from_place, i * 2) : 0;
      const Places::Node value_place = recording_ ? document_.places.child(from_place, i * 2 + 1) : 0;
      merged.set(entry.key, entry.value, key_place, value_place, recording_);
      ++i;
    }
  }

  OpenMap overlay(OpenMap below, const OpenMap& above) const {
    std::size_t i = 0;
    for (const Map::Entry& entry : above.map) {
      const Places::Node key_place = recording_ ? above.places[i * 2] : 0;
      const Places::Node value_place = recording_ ? above.places[i * 2 + 1] : 0;
      below.set(entry.key, entry.value, key_place, value_place, recording_);
      ++i;
    }
    return below;
  }

  Events events_;
  const Limits& limits_;
  const bool recording_;
  Document document_;
  std::unordered_map<std::string, Anchor> anchors_;
  std::size_t total_ = 0;
};

}  // namespace

Result<Document> compose(std::string_view text, std::string_view file, const Options& options) {
  try {
    if (text.size() > options.limits.size) {
      return Error(fmt::format("the text is larger than {} bytes", options.limits.size), locate({}, 0, 1, file));
    }
    const std::size_t bad = find_invalid_utf8(text);
    if (bad != std::string_view::npos) return Error("the text is not valid UTF-8 here", locate(text, bad, 1, file));
    return Composer(text, file, options).compose();
  } catch (Error& error) {
    return std::move(error);
  }
}

}  // namespace sailmaker::yaml
