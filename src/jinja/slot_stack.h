#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "jinja/objects.h"

namespace sailmaker::jinja {

/// Memory for the variables of units that end in the order they began. Never moves what it gave out.
class SlotStack {
 public:
  /// A run of slots, all missing(), given back when this ends.
  class Run {
   public:
    Run(SlotStack& stack, std::size_t count) : stack_(stack), block_(stack.block_), used_(stack.used_) {
      slots_ = stack.take(count);
      count_ = count;
      for (std::size_t i = 0; i < count; ++i) slots_[i] = kMissing;
    }
    ~Run() {
      for (std::size_t i = 0; i < count_; ++i) slots_[i] = Value();
      stack_.block_ = block_;
      stack_.used_ = used_;
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    Value* slots() { return slots_; }

   private:
    SlotStack& stack_;
    std::size_t block_, used_;
    Value* slots_ = nullptr;
    std::size_t count_ = 0;
  };

 private:
  static constexpr std::size_t kBlock = 64;

  struct Block {
    std::unique_ptr<Value[]> values;
    std::size_t size;
  };

  Value* take(std::size_t count) {
    if (blocks_.empty()) blocks_.push_back({std::make_unique<Value[]>(kBlock), kBlock});
    while (used_ + count > blocks_[block_].size) {
      ++block_;
      used_ = 0;
      const std::size_t size = count > kBlock ? count : kBlock;
      if (block_ == blocks_.size()) {
        blocks_.push_back({std::make_unique<Value[]>(size), size});
      } else if (blocks_[block_].size < count) {
        blocks_[block_] = {std::make_unique<Value[]>(size), size};
      }
    }
    used_ += count;
    return blocks_[block_].values.get() + (used_ - count);
  }

  std::vector<Block> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
};

}  // namespace sailmaker::jinja
