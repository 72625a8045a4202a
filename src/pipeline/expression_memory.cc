#include "pipeline/expression_memory.h"

#include <cstdint>
#include <cstring>

namespace sailmaker::pipeline {

namespace {

// A megabyte or so at most.
constexpr std::size_t kMostTexts = 4096;
constexpr std::size_t kLongestText = 256;

constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * kFactor;
  return hash ^ (hash >> 32);
}

}  // namespace

std::size_t ExpressionMemory::Hash::operator()(std::string_view text) const {
  std::uint64_t hash = text.size();
  std::uint64_t word = 0;
  for (; text.size() > sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    hash = mixed(hash, word);
  }
  word = 0;
  std::memcpy(&word, text.data(), text.size());
  return mixed(hash, word);
}

void ExpressionMemory::add(std::string_view text, const std::vector<std::string>& parameters) {
  if (text.size() > kLongestText) return;
  if (texts_.size() == kMostTexts) texts_.clear();
  texts_.emplace(text, parameters);
}

}  // namespace sailmaker::pipeline
