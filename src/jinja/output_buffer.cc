#include "jinja/output_buffer.h"

#include <algorithm>
#include <string>

#include "jinja/failure.h"

namespace sailmaker::jinja {

namespace {

struct Spare {
  std::unique_ptr<char[]> memory;
  std::size_t capacity = 0;
};
thread_local Spare spare;

constexpr std::size_t kFirst = 4096;
constexpr std::size_t kMostSpare = 1 << 20;

}  // namespace

OutputBuffer::OutputBuffer(std::size_t limit) : limit_(limit) {
  std::size_t capacity = spare.capacity;
  memory_ = std::move(spare.memory);
  spare.capacity = 0;
  if (memory_ == nullptr) {
    capacity = kFirst;
    memory_ = std::make_unique_for_overwrite<char[]>(capacity + kSlack);
  }
  end_ = memory_.get();
  stop_ = end_ + std::min(capacity, limit_);
}

// A render inside this one may have left its memory meanwhile: the larger one stays.
OutputBuffer::~OutputBuffer() {
  const auto capacity = static_cast<std::size_t>(stop_ - memory_.get());
  if (capacity > kMostSpare || capacity <= spare.capacity) return;
  spare = {std::move(memory_), capacity};
}

void OutputBuffer::grow(std::size_t size) {
  const std::size_t before = this->size();
  if (size > limit_ - before) {
    fail(type::kLimit, "the output is longer than " + std::to_string(limit_) + " bytes");
  }
  const std::size_t capacity = std::min(std::max(before + size, before * 2), limit_);
  auto larger = std::make_unique_for_overwrite<char[]>(capacity + kSlack);
  std::memcpy(larger.get(), memory_.get(), before);
  memory_ = std::move(larger);
  end_ = memory_.get() + before;
  stop_ = memory_.get() + capacity;
}

}  // namespace sailmaker::jinja
