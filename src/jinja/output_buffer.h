#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "value/value.h"

namespace sailmaker::jinja {

/// The text that a render makes. Its memory stays with the thread, so that the next render need not ask for any.
class OutputBuffer {
 public:
  /// More than `limit` bytes are a failure.
  explicit OutputBuffer(std::size_t limit);
  ~OutputBuffer();
  OutputBuffer(const OutputBuffer&) = delete;
  OutputBuffer& operator=(const OutputBuffer&) = delete;

  std::size_t size() const { return static_cast<std::size_t>(end_ - memory_.get()); }
  /// All of it; until the next change.
  std::string_view view() const { return {memory_.get(), size()}; }
  /// Takes what stands behind the first `size` bytes away.
  void cut(std::size_t size) { end_ = memory_.get() + size; }

  void append(std::string_view text) {
    make_room(text.size());
    copy(end_, text.data(), text.size());
    end_ += text.size();
  }
  OutputBuffer& operator+=(std::string_view text) { return append(text), *this; }
  /// A value for which is_inner_text() holds.
  void append_inner_text(const Value& text) {
    const std::string_view view = text.as_string();
    make_room(view.size());
    std::memcpy(end_, view.data(), kInner);  // as many at once as there may be
    end_ += view.size();
  }
  void append_integer(std::int64_t number) {
    char* after = std::to_chars(end_, end_ + kSlack, number).ptr;
    const auto digits = static_cast<std::size_t>(after - end_);
    if (digits <= room()) {
      end_ = after;
    } else {
      const std::string digits_of = std::to_string(number);
      append(digits_of);
    }
  }

 private:
  static constexpr std::size_t kInner = 14;
  // Behind the room there is always this much more, for what is written before its size is known.
  static constexpr std::size_t kSlack = 32;

  // Texts are mostly so short that calling memcpy costs more than copying: here two overlapping pieces do.
  template <std::size_t kPiece>
  static void copy_pieces(char* to, const char* from, std::size_t size) {
    char first[kPiece];
    char last[kPiece];
    std::memcpy(first, from, kPiece);
    std::memcpy(last, from + size - kPiece, kPiece);
    std::memcpy(to, first, kPiece);
    std::memcpy(to + size - kPiece, last, kPiece);
  }
  static void copy(char* to, const char* from, std::size_t size) {
    if (size > 32) {
      std::memcpy(to, from, size);
    } else if (size >= 16) {
      copy_pieces<16>(to, from, size);
    } else if (size >= 8) {
      copy_pieces<8>(to, from, size);
    } else if (size >= 4) {
      copy_pieces<4>(to, from, size);
    } else if (size > 0) {
      to[0] = from[0];
      to[size / 2] = from[size / 2];
      to[size - 1] = from[size - 1];
    }
  }

  std::size_t room() const { return static_cast<std::size_t>(stop_ - end_); }
  void make_room(std::size_t size) {
    if (size > room()) grow(size);
  }
  void grow(std::size_t size);

  std::unique_ptr<char[]> memory_;
  char* end_ = nullptr;
  char* stop_ = nullptr;
  std::size_t limit_;
};

}  // namespace sailmaker::jinja
