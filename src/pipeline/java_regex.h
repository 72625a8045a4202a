#pragma once

#include <string>
#include <string_view>

namespace sailmaker::pipeline {

/// Why Java's Pattern would refuse to compile the regular expression, as the end of a sentence: "has a ( that is never
/// closed". Empty when it would take it, or when only Java could tell.
std::string regex_problem(std::string_view regex);

}  // namespace sailmaker::pipeline
