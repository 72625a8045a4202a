#pragma once

#include <string_view>

namespace sailmaker::jinja {

/// The named character references of HTML 5: "name text name text ", each name without its '&' and ';'.
extern const std::string_view kHtmlEntities;
/// The names among them that HTML knows without a semicolon, too: "name name ".
extern const std::string_view kHtmlBareEntities;

}  // namespace sailmaker::jinja
