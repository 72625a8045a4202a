#include "pipeline/expression_memory.h"

namespace sailmaker::pipeline {

namespace {

// A megabyte or so at most.
constexpr std::size_t kMostTexts = 4096;
constexpr std::size_t kLongestText = 256;

}  // namespace

void ExpressionMemory::add(std::string_view text, const std::vector<std::string>& parameters) {
  if (text.size() > kLongestText) return;
  if (texts_.size() == kMostTexts) texts_.clear();
  texts_.emplace(text, parameters);
}

}  // namespace sailmaker::pipeline
