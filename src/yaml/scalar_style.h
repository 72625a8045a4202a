#pragma once

#include <string>
#include <string_view>

namespace sailmaker::yaml {

/// How a text is best written so that it reads back as itself.
enum class ScalarStyle { plain, single_quoted, double_quoted, literal };

/// The style for a value. Quotes also where only other readers than ours would take the text for something else:
/// YAML 1.2's numbers, dates, `y` and `n`.
ScalarStyle style_for(std::string_view text);

/// The style for text that must stay on one line, such as a key: never a literal.
ScalarStyle one_line_style_for(std::string_view text);

/// Appends `text` on one line in a style other than literal.
void write_one_line(std::string_view text, ScalarStyle style, std::string& out);

}  // namespace sailmaker::yaml
