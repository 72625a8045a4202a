#pragma once

#include <string>
#include <string_view>

namespace sailmaker::pipeline {

/// Whether a text has no sign that means something in a regular expression but `.`, `^`, `$` and `|`: always right.
bool is_plain_regex(std::string_view regex);

/// Why Java's Pattern would refuse to compile the regular expression, as the end of a sentence: "has a ( that is never
/// closed". Empty when it would take it, or when only Java could tell.
std::string regex_problem(std::string_view regex);

}  // namespace sailmaker::pipeline
