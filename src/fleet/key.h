#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sailmaker::fleet {

/// The address of one pipeline, written product/service/stack/template.
struct Key {
  std::string product;
  std::string service;
  std::string stack;
  std::string pipeline;  ///< the template's name

  auto operator<=>(const Key&) const = default;
};

std::string to_string(const Key& key);
/// Reads a whole key; an error says what part is missing, empty or can be no name.
Result<Key> parse_key(std::string_view text);

}  // namespace sailmaker::fleet
