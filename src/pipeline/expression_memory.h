#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sailmaker::pipeline {

/// Texts whose expressions were found right, whatever pipeline they stand in, but for the parameters that they need:
/// the pipelines of a fleet say the same things again and again. Bounded; for one thread.
class ExpressionMemory {
 public:
  /// The parameters that a text needs; nullptr for a text that is not known.
  const std::vector<std::string>* find(std::string_view text) const {
    const auto found = texts_.find(text);
    return found == texts_.end() ? nullptr : &found->second;
  }
  void add(std::string_view text, const std::vector<std::string>& parameters);

 private:
  // A few instructions for every eight bytes: the texts are short, and of our own fleet.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const;
  };
  std::unordered_map<std::string, std::vector<std::string>, Hash, std::equal_to<>> texts_;
};

}  // namespace sailmaker::pipeline
