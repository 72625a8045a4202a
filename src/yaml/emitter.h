#pragma once

#include <string>

#include "value/value.h"

namespace sailmaker::yaml {

/// Writes `value` as a YAML document for people: block style, two blanks a level, lists not indented below their key
/// more than that, literal blocks for text of several lines, quotes only where the text would mean something else.
/// Reading it back with yaml::parse() (or PyYAML) gives an identical value. Ends with a newline.
std::string write(const Value& value);

/// The same, appended to `out`, each line after `indent` blanks.
void write(const Value& value, std::string& out, int indent);

/// The same to stand inside a text that goes on: each line but the first stands after `indent` blanks, there is no
/// newline at the end, and what follows on the next line does not change the value. A text stands on one line.
std::string write_nested(const Value& value, int indent);

}  // namespace sailmaker::yaml
