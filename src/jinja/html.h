#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jinja/arguments.h"

namespace sailmaker::jinja {

/// Without comments and tags, white space collapsed, entities resolved.
std::string strip_tags(std::string_view text);

struct UrlizeOptions {
  Value trim;                    ///< longest link text, in code points; null: any. Looked at only when there is a link
  std::vector<std::string> rel;  ///< words
  std::string target;            ///< HTML already
  std::vector<std::string> schemes;
};
/// HTML with links for what looks like one; `html` is what to look at, escaped.
std::string urlize(std::string_view html, const UrlizeOptions& options);

Value to_json_filter(Evaluator& evaluator, const Value& self, const Arguments& arguments);
Value pretty_print_filter(Evaluator& evaluator, const Value& self, const Arguments& arguments);

}  // namespace sailmaker::jinja
