#pragma once

#include <string>
#include <string_view>

namespace sailmaker::jinja {

/// The text with its character references replaced, named and numeric, as Python's html.unescape does it: a semicolon
/// may be missing where HTML allows that, and what is no reference stays.
std::string unescape_html(std::string_view text);

}  // namespace sailmaker::jinja
