#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sailmaker::cli {

struct Command;

/// The words of a command line, sorted by the tables of commands.h.
class Arguments {
 public:
  const Command* command = nullptr;
  std::vector<std::string> operands;  ///< what is no option: a selector, a key, a file
  bool wants_help = false;

  bool has(std::string_view flag) const { return flags_.contains(flag); }
  /// What `--name VALUE` said, or the option's environment variable, or its default; an empty text when it has none.
  std::string value(std::string_view name) const;
  /// All values of an option that repeats, in their order.
  const std::vector<std::string>& values(std::string_view name) const;
  bool is_set(std::string_view name) const { return values_.contains(name); }
  std::string operand(std::size_t i) const { return i < operands.size() ? operands[i] : std::string(); }

  void set_flag(std::string name) { flags_.insert(std::move(name)); }
  void set_value(std::string name, std::string value) { values_[std::move(name)] = {std::move(value)}; }
  void set_values(std::string name, std::vector<std::string> values) { values_[std::move(name)] = std::move(values); }

 private:
  std::set<std::string, std::less<>> flags_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// Reads argv. An Error is wrong usage: unknown words come with a near miss.
Result<Arguments> parse_arguments(int argc, const char* const* argv);

}  // namespace sailmaker::cli
