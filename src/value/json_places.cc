#include "value/json_places.h"

#include <string>
#include <unordered_map>
#include <vector>

#include "value/json.h"

namespace sailmaker {

namespace {

// Walks through text that is known to be JSON; how deep it goes was limited when it was read.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  Places::Node value() {
    skip_space();
    switch (peek()) {
      case '{': return object();
      case '[': return array();
      case '"': return string();
      default: return word();
    }
  }

  Places take_places() { return std::move(places_); }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() {
    while (is_space(peek())) ++at_;
  }

  // Goes to what stands next and, if that is `wanted`, past it. At the end of the text everything is there, so that no
  // loop goes on for ever.
  bool take(char wanted) {
    skip_space();
    if (at_ >= text_.size()) return true;
    if (text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  Places::Node add(std::size_t begin, const std::vector<Places::Node>& children = {}) {
    return places_.add({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_ - begin)}, children);
  }

  Places::Node string() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    ++at_;
    return add(begin);
  }

  Places::Node word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_space(peek()) && peek() != ',' && peek() != ']' && peek() != '}') ++at_;
    return add(begin);
  }

  Places::Node array() {
    const std::size_t begin = at_++;
    std::vector<Places::Node> items;
    while (!take(']')) {
      items.push_back(value());
      take(',');
    }
    return add(begin, items);
  }

  Places::Node object() {
    const std::size_t begin = at_++;
    std::vector<Places::Node> members;
    std::unordered_map<std::string, std::size_t> known;
    while (!take('}')) {
      const Places::Node key = string();
      take(':');
      const auto [known_at, is_new] = known.try_emplace(decoded(places_.span(key)), members.size());
      if (is_new) members.resize(members.size() + 2);
      members[known_at->second] = key;
      members[known_at->second + 1] = value();
      take(',');
    }
    return add(begin, members);
  }

  std::string decoded(Span span) const {
    const std::string_view spelled = text_.substr(span.offset, span.length);
    if (spelled.find('\\') == std::string_view::npos) return std::string(spelled.substr(1, spelled.size() - 2));
    const auto read = parse_json(spelled, "");
    return read && read->is_string() ? std::string(read->as_string()) : std::string(spelled);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Places places_;
};

}  // namespace

Places json_places(std::string_view text) {
  Walker walker(text);
  walker.value();
  return walker.take_places();
}

}  // namespace sailmaker
