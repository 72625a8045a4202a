#include "pipeline/canonical.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "pipeline/server_fields.h"
#include "pipeline/stored_form.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// An entry with the first bytes of its key as a number: most keys differ there, so sorting rarely looks further.
struct Keyed {
  std::uint64_t head;
  const Map::Entry* entry;

  bool operator<(const Keyed& other) const {
    if (head != other.head) return head < other.head;
    return entry->key.as_string() < other.entry->key.as_string();
  }
};

std::uint64_t head_of(std::string_view key) {
  char bytes[8] = {};
  std::memcpy(bytes, key.data(), std::min<std::size_t>(key.size(), sizeof bytes));
  std::uint64_t head = 0;
  std::memcpy(&head, bytes, sizeof head);
  return std::endian::native == std::endian::little ? __builtin_bswap64(head) : head;
}

// True when one of eight bytes is a quote, a backslash or below a blank.
bool has_special(const char* text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kHighs = kOnes * 0x80;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text, sizeof bytes);
  const auto zeros = [](std::uint64_t x) { return (x - kOnes) & ~x & kHighs; };
  const std::uint64_t low = (bytes - kOnes * 0x20) & ~bytes & kHighs;
  return (low | zeros(bytes ^ kOnes * '"') | zeros(bytes ^ kOnes * '\\')) != 0;
}

bool is_plain(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    if (has_special(text.data() + i)) return false;
  }
  for (; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == '"' || c == '\\') return false;
  }
  return true;
}

// Text that grows, with room that is kept for the next one: writing costs no more than the copy.
class Buffer {
 public:
  void clear() { size_ = 0; }
  std::string_view view() const { return {room_.data(), size_}; }

  void put(char c) { *reserve(1) = c, ++size_; }
  void put(std::string_view text) {
    std::memcpy(reserve(text.size()), text.data(), text.size());
    size_ += text.size();
  }
  void put_quoted(std::string_view text) {
    char* at = reserve(text.size() + 2);
    at[0] = '"';
    std::memcpy(at + 1, text.data(), text.size());
    at[text.size() + 1] = '"';
    size_ += text.size() + 2;
  }

 private:
  char* reserve(std::size_t more) {
    if (size_ + more > room_.size()) room_.resize(std::max<std::size_t>((size_ + more) * 2, 16384));
    return room_.data() + size_;
  }

  std::string room_;
  std::size_t size_ = 0;
};

class Writer {
 public:
  Writer(Buffer& out, std::vector<Keyed>& entries) : out_(out), entries_(entries) {}

  void write_pipeline(const Value& pipeline) {
    const Value* own_account = pipeline.find("serviceAccount");
    write_map(
        pipeline,
        [&](const Map::Entry& entry) {
          const std::string_view field = entry.key.as_string();
          if (is_server_field(field) || is_kept_field(field) || field == "sailmaker") return false;
          return !says_nothing(field, entry.value);
        },
        [&](const Map::Entry& entry) {
          if (entry.key.as_string() == "triggers") return write_triggers(entry.value, own_account);
          write(entry.value, 1);
        });
  }

 private:
  void write(const Value& value, int depth) {
    if (depth > kDeepestValue) throw TooDeep{};
    switch (value.kind()) {
      case Kind::string: return write_text(value);
      case Kind::integer: return write_integer(value.as_integer());
      case Kind::list: return write_list(value.as_list(), [&](const Value& item) { write(item, depth + 1); });
      case Kind::map:
        return write_map(
            value, [](const Map::Entry&) { return true; },
            [&](const Map::Entry& entry) { write(entry.value, depth + 1); });
      default: return out_.put(to_json(value));
    }
  }

  void write_triggers(const Value& triggers, const Value* own_account) {
    if (!triggers.is_list()) return write(triggers, 1);
    write_list(triggers.as_list(), [&](const Value& trigger) {
      if (!trigger.is_map()) return write(trigger, 2);
      const bool cron = is_cron(trigger);
      write_map(
          trigger,
          [&](const Map::Entry& entry) {
            const std::string_view field = entry.key.as_string();
            if (field == "id") return !cron;
            return !is_account_field(field) || !is_managed_account(entry.value, own_account);
          },
          [&](const Map::Entry& entry) { write(entry.value, 3); });
    });
  }

  template <typename WriteItem>
  void write_list(const List& items, WriteItem write_item) {
    out_.put('[');
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_.put(',');
      write_item(items[i]);
    }
    out_.put(']');
  }

  // The entries that `wanted` lets through, sorted. They stand on top of those of the maps around this one.
  template <typename Wanted, typename WriteValue>
  void write_map(const Value& value, Wanted wanted, WriteValue write_value) {
    const std::size_t first = entries_.size();
    for (const Map::Entry& entry : value.as_map()) {
      if (!entry.key.is_string()) return entries_.resize(first), out_.put(to_json(value, JsonStyle::sorted));
      if (wanted(entry)) entries_.push_back({head_of(entry.key.as_string()), &entry});
    }
    sort_from(first);
    out_.put('{');
    const std::size_t end = entries_.size();
    for (std::size_t i = first; i < end; ++i) {
      const Map::Entry& entry = *entries_[i].entry;
      if (i > first) out_.put(',');
      write_text(entry.key);
      out_.put(':');
      write_value(entry);
    }
    out_.put('}');
    entries_.resize(first);
  }

  // Mostly a handful, for which insertion is the fastest way.
  void sort_from(std::size_t first) {
    constexpr std::size_t kFew = 32;
    const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(first);
    if (entries_.size() - first > kFew) return std::sort(begin, entries_.end());
    for (std::size_t i = first + 1; i < entries_.size(); ++i) {
      const Keyed moved = entries_[i];
      std::size_t place = i;
      for (; place > first && moved < entries_[place - 1]; --place) entries_[place] = entries_[place - 1];
      entries_[place] = moved;
    }
  }

  void write_text(const Value& value) {
    const std::string_view text = value.as_string();
    if (!is_plain(text)) return out_.put(to_json(value));
    out_.put_quoted(text);
  }

  void write_integer(std::int64_t number) {
    char buffer[24];
    const char* end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    out_.put({buffer, static_cast<std::size_t>(end - buffer)});
  }

  Buffer& out_;
  std::vector<Keyed>& entries_;
};

}  // namespace

std::string_view canonical_text(const Value& pipeline) {
  thread_local Buffer buffer;
  thread_local std::vector<Keyed> entries;
  buffer.clear();
  entries.clear();
  if (pipeline.is_map()) {
    Writer(buffer, entries).write_pipeline(pipeline);
  } else {
    buffer.put(to_json(pipeline, JsonStyle::sorted));
  }
  return buffer.view();
}

}  // namespace sailmaker::pipeline
