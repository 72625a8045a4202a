#include "pipeline/document_scan.h"

#include <array>
#include <cmath>
#include <cstring>
#include <string>

#include "pipeline/spel_template.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// Room to begin with.
constexpr std::size_t kUsualTexts = 16;
constexpr std::size_t kUsualDepth = 5;

// Texts are looked through 16 bytes at a time. A byte of a comparison's result is not 0 where a '$' stands.
typedef char Bytes __attribute__((vector_size(16)));

Bytes dollars_at(const void* memory) {
  Bytes bytes;
  std::memcpy(&bytes, memory, sizeof bytes);
  return bytes == '$';
}

bool is_any(const Bytes& found) {
  std::uint64_t words[2];
  std::memcpy(words, &found, sizeof words);
  return (words[0] | words[1]) != 0;
}

// Whether one of two texts that stand inside their values holds a $. The two bytes before the text are none.
bool may_hold_spel(const Value& key, const Value& value) {
  static_assert(sizeof(Bytes) == sizeof(Value));
  return is_any(dollars_at(&key) | dollars_at(&value));
}

bool may_hold_spel(std::string_view text) {
  if (text.size() < sizeof(Bytes)) return text.find('$') != std::string_view::npos;
  const char* last = text.data() + text.size() - sizeof(Bytes);
  Bytes found = dollars_at(last);
  for (const char* at = text.data(); at < last; at += sizeof(Bytes)) found |= dollars_at(at);
  return is_any(found);
}

bool may_hold_spel(const Value& text) {
  return text.is_inner_text() ? is_any(dollars_at(&text)) : may_hold_spel(text.as_string());
}

class Scan {
 public:
  explicit Scan(SpelTexts& texts) : texts_(texts) {}

  Scanned run(const Value& document) {
    value(document, 0);
    return outcome_;
  }

 private:
  void value(const Value& each, std::size_t depth) {
    if (each.is_string()) {
      text(each, Places::Part::value, depth);
    } else if (each.is_map()) {
      map(each.as_map(), depth);
    } else if (each.is_list()) {
      list(each.as_list(), depth);
    } else if (each.is_object() || (each.is_real() && !std::isfinite(each.as_real()))) {
      say(Scanned::not_json);
    }
  }

  void text(const Value& each, Places::Part part, std::size_t depth) {
    if (may_hold_spel(each)) look_into(each, part, depth);
  }

  // Apart, so that the usual text costs no call.
  [[gnu::noinline]] void look_into(const Value& text, Places::Part part, std::size_t depth) {
    if (holds_spel(text.as_string())) texts_.add(text, part, Steps(steps_).first(depth));
  }

  void list(const List& items, std::size_t depth) {
    if (depth == steps_.size()) return say(Scanned::too_deep);
    for (std::size_t i = 0; i < items.size(); ++i) {
      steps_[depth] = static_cast<std::uint32_t>(i);
      value(items[i], depth + 1);
    }
  }

  void map(const Map& entries, std::size_t depth) {
    if (depth == steps_.size()) return say(Scanned::too_deep);
    std::uint32_t i = 0;
    for (const Map::Entry& entry : entries) {
      steps_[depth] = i++;
      // The everyday entry: two short texts without a $.
      const bool is_short = entry.key.is_inner_text() && entry.value.is_inner_text();
      if (is_short && !may_hold_spel(entry.key, entry.value)) continue;
      if (!entry.key.is_string()) {
        say(Scanned::not_json);
        continue;
      }
      if (depth > 0) text(entry.key, Places::Part::key, depth + 1);
      if (entry.value.is_string()) {
        text(entry.value, Places::Part::value, depth + 1);
      } else {
        value(entry.value, depth + 1);
      }
    }
  }

  void say(Scanned what) {
    if (outcome_ != Scanned::too_deep) outcome_ = what;
  }

  SpelTexts& texts_;
  Scanned outcome_ = Scanned::json;
  std::array<std::uint32_t, kDeepestDocument> steps_;  // the way to where the walk is; written before it is read
};

}  // namespace

Path path_of(const Value& document, Steps steps) {
  Path path;
  const Value* value = &document;
  for (const std::uint32_t step : steps) {
    if (value->is_map()) {
      const Map::Entry& entry = value->as_map().at(step);
      path.emplace_back(std::string(entry.key.as_string()));
      value = &entry.value;
    } else {
      path.emplace_back(static_cast<std::size_t>(step));
      value = &value->as_list()[step];
    }
  }
  return path;
}

void SpelTexts::add(const Value& text, Places::Part part, Steps steps) {
  if (texts_.empty()) {
    texts_.reserve(kUsualTexts);
    steps_.reserve(kUsualTexts * kUsualDepth);
  }
  const auto first = static_cast<std::uint32_t>(steps_.size());
  steps_.insert(steps_.end(), steps.begin(), steps.end());
  texts_.push_back({&text, part, first, static_cast<std::uint32_t>(steps_.size())});
}

Scanned scan_document(const Value& document, SpelTexts& texts) { return Scan(texts).run(document); }

}  // namespace sailmaker::pipeline
