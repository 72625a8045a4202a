#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sailmaker::pipeline {

/// What the first argument of a function names.
enum class SpelNames : std::uint8_t { nothing, stage_or_id, judgment, ref_id, deployed_manifest };

/// A function that Orca gives to expressions, #name(...).
struct SpelFunction {
  static constexpr std::size_t kAny = 99;

  std::string_view name;
  std::size_t fewest = 1;  ///< arguments
  std::size_t most = 1;
  bool gets_execution = false;  ///< Orca rewrites `#name(` in the text, so nothing may stand between name and `(`
  SpelNames names = SpelNames::nothing;
};

/// nullptr when Orca has no such function; plugins may bring more, then as namespace_name.
const SpelFunction* find_spel_function(std::string_view name);
/// The names of all with their #, for near misses.
std::span<const std::string> spel_function_names();

/// Whether Orca lets expressions use a Java type in T(...) or new: a qualified name, or a short one of java.lang.
bool is_allowed_spel_type(std::string_view name);

}  // namespace sailmaker::pipeline
