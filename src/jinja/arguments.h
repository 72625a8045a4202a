#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "jinja/objects.h"
#include "jinja/registry.h"

namespace sailmaker::jinja {

struct Keyword {
  Value name;
  Value value;
};

/// The arguments of one call, while they are gathered. The first few need no memory of their own.
class ArgumentBuffer {
 public:
  ArgumentBuffer() = default;
  ~ArgumentBuffer() { std::destroy_n(first(), std::min(count_, kInline)); }
  ArgumentBuffer(const ArgumentBuffer&) = delete;
  ArgumentBuffer& operator=(const ArgumentBuffer&) = delete;

  void push(Value value) {
    if (count_ == kInline) spill();
    if (count_ < kInline) {
      new (first() + count_) Value(std::move(value));
    } else {
      more_.push_back(std::move(value));
    }
    ++count_;
  }
  void push_keyword(Value name, Value value) { keywords_.push_back({std::move(name), std::move(value)}); }

  std::span<Value> values() { return more_.empty() ? std::span<Value>(first(), count_) : std::span<Value>(more_); }
  std::vector<Keyword>& keywords() { return keywords_; }
  std::size_t size() const { return count_; }

 private:
  static constexpr std::size_t kInline = 6;

  void spill() { more_.assign(std::make_move_iterator(first()), std::make_move_iterator(first() + kInline)); }
  Value* first() { return reinterpret_cast<Value*>(inline_); }

  alignas(Value) std::byte inline_[kInline * sizeof(Value)];
  std::size_t count_ = 0;
  List more_;
  std::vector<Keyword> keywords_;
};

/// What native code is called with: for each parameter of its signature the value or missing(); for variadic code just
/// what was given.
class Arguments {
 public:
  Arguments(std::span<const Value> values, std::span<const Keyword> keywords, const Native* native = nullptr)
      : values_(values), keywords_(keywords), native_(native) {}

  std::size_t size() const { return values_.size(); }
  const Value& operator[](std::size_t i) const { return i < values_.size() ? values_[i] : kMissing; }
  bool has(std::size_t i) const { return !is_missing((*this)[i]); }
  std::span<const Value> values() const { return values_; }
  std::span<const Keyword> keywords() const { return keywords_; }
  const Value* keyword(std::string_view name) const;
  const Native& native() const { return *native_; }

  // Parameters of one type, with Python's errors for others.
  std::int64_t integer(std::size_t i, std::int64_t otherwise) const;
  /// For places: what is beyond 64 bits is cut off.
  std::int64_t bound(std::size_t i, std::int64_t otherwise) const;
  /// For what Python keeps in 32 bits.
  std::int64_t small_integer(std::size_t i, std::int64_t otherwise) const;
  /// For what Jinja2 computes with before it needs an integer: an undefined is an UndefinedError then.
  std::int64_t used_integer(std::size_t i, std::int64_t otherwise) const;
  bool truth(std::size_t i, bool otherwise) const;
  std::string text(std::size_t i, std::string_view otherwise) const;

 private:
  std::span<const Value> values_;
  std::span<const Keyword> keywords_;
  const Native* native_;
};

}  // namespace sailmaker::jinja
