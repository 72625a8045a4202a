#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jinja/arguments.h"

namespace sailmaker::jinja {

/// Without comments and tags, white space collapsed, entities resolved.
std::string strip_tags(std::string_view text);

struct UrlizeOptions {
  std::int64_t trim = -1;  ///< longest link text, in code points; -1: any
  std::vector<std::string> rel;
  std::string target;
  std::vector<std::string> schemes;
  bool is_escaped = false;  ///< the text is HTML already
};
/// HTML with links for what looks like one; everything else escaped.
std::string urlize(std::string_view text, const UrlizeOptions& options);

Value to_json_filter(Evaluator& evaluator, const Value& self, const Arguments& arguments);
Value pretty_print_filter(Evaluator& evaluator, const Value& self, const Arguments& arguments);

}  // namespace sailmaker::jinja
