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

template <typename Word>
std::uint64_t load(const char* bytes) {
  Word word = 0;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) {
    return sizeof word == 8 ? __builtin_bswap64(word) : __builtin_bswap32(static_cast<std::uint32_t>(word));
  }
  return word;
}

// Up to eight bytes of a text as a number, the first one lowest; zeros behind its end.
std::uint64_t first_bytes(std::string_view text) {
  const std::size_t size = text.size();
  const char* at = text.data();
  if (size >= 8) return load<std::uint64_t>(at);
  if (size >= 4) return load<std::uint32_t>(at) | load<std::uint32_t>(at + size - 4) << (size - 4) * 8;
  const auto byte = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(at[i])} << i * 8; };
  return size == 0 ? 0 : byte(0) | byte(size / 2) | byte(size - 1);
}

void store(char* out, std::uint64_t bytes) {
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  std::memcpy(out, &bytes, sizeof bytes);
}

// The other way round: numbers in the order of the texts.
std::uint64_t head_of(std::string_view key) { return __builtin_bswap64(first_bytes(key)); }

// True when one of eight bytes is a quote, a backslash or below a blank.
bool has_special(std::uint64_t bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kHighs = kOnes * 0x80;
  const auto zeros = [](std::uint64_t x) { return (x - kOnes) & ~x & kHighs; };
  const std::uint64_t low = (bytes - kOnes * 0x20) & ~bytes & kHighs;
  return (low | zeros(bytes ^ kOnes * '"') | zeros(bytes ^ kOnes * '\\')) != 0;
}

// Text that grows, with room that is kept for the next one: writing costs no more than the copy.
class Buffer {
 public:
  void clear() { size_ = 0; }
  /// Without the comma that put_end() left behind the outermost value.
  std::string_view view() const { return {room_.data(), size_ - 1}; }

  void put(char c) { *reserve(1) = c, ++size_; }
  /// Ends a list or map: the comma behind its last item makes room.
  void put_end(std::string_view end) {
    if (room_[size_ - 1] == ',') --size_;
    put(end);
  }
  void put(std::string_view text) {
    std::memcpy(reserve(text.size()), text.data(), text.size());
    size_ += text.size();
  }
  /// Puts the text between quotes, and `after` behind them. False, with nothing put, when it holds what JSON must
  /// escape.
  bool put_quoted(std::string_view text, char after) {
    char* at = reserve(text.size() + 3);
    *at = '"';
    if (!copy_plain(at + 1, text)) return false;
    at[text.size() + 1] = '"';
    at[text.size() + 2] = after;
    size_ += text.size() + 3;
    return true;
  }

 private:
  // Copies eight bytes at a time, the last ones perhaps twice; writes up to eight bytes behind the text's end.
  static bool copy_plain(char* out, std::string_view text) {
    constexpr std::uint64_t kBlanks = 0x2020202020202020ULL;
    const std::size_t size = text.size();
    if (size < 8) {
      const std::uint64_t bytes = first_bytes(text);
      store(out, bytes);
      return !has_special(bytes | kBlanks << size * 8);
    }
    for (std::size_t i = 0; i + 8 < size; i += 8) {
      const std::uint64_t bytes = load<std::uint64_t>(text.data() + i);
      if (has_special(bytes)) return false;
      store(out + i, bytes);
    }
    const std::uint64_t last = load<std::uint64_t>(text.data() + size - 8);
    store(out + size - 8, last);
    return !has_special(last);
  }

  char* reserve(std::size_t more) {
    constexpr std::size_t kBehind = 8;
    if (size_ + more + kBehind > room_.size()) [[unlikely]]
      grow(size_ + more + kBehind);
    return room_.data() + size_;
  }
  void grow(std::size_t size) { room_.resize(std::max<std::size_t>(size * 2, 16384)); }

  std::string room_;
  std::size_t size_ = 0;
};

// Entries of the maps that are being written, those of an inner map on top of those of the maps around it.
class Entries {
 public:
  void clear() { size_ = 0; }
  std::size_t size() const { return size_; }
  const Map::Entry& operator[](std::size_t i) const { return *room_[i].entry; }

  void reserve(std::size_t more) {
    if (size_ + more > room_.size()) room_.resize(std::max<std::size_t>((size_ + more) * 2, 256));
  }
  /// Asks for reserve().
  void push(const Map::Entry& entry) { room_[size_++] = {head_of(entry.key.as_string()), &entry}; }
  void shrink(std::size_t size) { size_ = size; }

  // Mostly a handful, for which insertion is the fastest way.
  void sort_from(std::size_t first) {
    constexpr std::size_t kFew = 32;
    Keyed* const begin = room_.data() + first;
    Keyed* const end = room_.data() + size_;
    if (size_ - first > kFew) return std::sort(begin, end);
    for (Keyed* at = begin; at < end; ++at) {
      const Keyed moved = *at;
      Keyed* place = at;
      for (; place > begin && moved < place[-1]; --place) *place = place[-1];
      *place = moved;
    }
  }

 private:
  std::vector<Keyed> room_;
  std::size_t size_ = 0;
};

class Writer {
 public:
  Writer(Buffer& out, Entries& entries) : out_(out), entries_(entries) {}

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

  /// What is rare goes the way of all JSON.
  void write_plainly(const Value& value, char after) {
    plain_.clear();
    write_json(value, plain_, JsonStyle::sorted);
    plain_ += after;
    out_.put(plain_);
  }

 private:
  // Each value is followed by a comma.
  void write(const Value& value, int depth) {
    if (value.is_string()) return write_text(value, ',');
    if (depth > kDeepestValue) throw TooDeep{};
    switch (value.kind()) {
      case Kind::null: return out_.put("null,");
      case Kind::boolean: return out_.put(value.as_boolean() ? std::string_view("true,") : std::string_view("false,"));
      case Kind::integer: return write_integer(value.as_integer());
      case Kind::list: return write_list(value.as_list(), [&](const Value& item) { write(item, depth + 1); });
      case Kind::map:
        return write_map(
            value, [](const Map::Entry&) { return true; },
            [&](const Map::Entry& entry) { write(entry.value, depth + 1); });
      default: return write_plainly(value, ',');
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
    for (const Value& item : items) write_item(item);
    out_.put_end("],");
  }

  // The entries that `wanted` lets through, sorted.
  template <typename Wanted, typename WriteValue>
  void write_map(const Value& value, Wanted wanted, WriteValue write_value) {
    const Map& map = value.as_map();
    const std::size_t first = entries_.size();
    entries_.reserve(map.size());
    for (const Map::Entry& entry : map) {
      if (!entry.key.is_string()) return entries_.shrink(first), write_plainly(value, ',');
      if (wanted(entry)) entries_.push(entry);
    }
    entries_.sort_from(first);
    out_.put('{');
    const std::size_t end = entries_.size();
    for (std::size_t i = first; i < end; ++i) {
      const Map::Entry& entry = entries_[i];
      write_text(entry.key, ':');
      write_value(entry);
    }
    out_.put_end("},");
    entries_.shrink(first);
  }

  void write_text(const Value& value, char after) {
    if (!out_.put_quoted(value.as_string(), after)) [[unlikely]]
      write_plainly(value, after);
  }

  void write_integer(std::int64_t number) {
    char buffer[24];
    char* end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    *end++ = ',';
    out_.put({buffer, static_cast<std::size_t>(end - buffer)});
  }

  Buffer& out_;
  Entries& entries_;
  std::string plain_;
};

}  // namespace

std::string_view canonical_text(const Value& pipeline) {
  thread_local Buffer buffer;
  thread_local Entries entries;
  buffer.clear();
  entries.clear();
  Writer writer(buffer, entries);
  if (pipeline.is_map()) {
    writer.write_pipeline(pipeline);
  } else {
    writer.write_plainly(pipeline, ',');
  }
  return buffer.view();
}

}  // namespace sailmaker::pipeline
