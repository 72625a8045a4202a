#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sailmaker {

/// A place in a text that a user wrote: what an error message points at.
/// Self-contained: it keeps a copy of the line, so it may outlive the text.
struct Source {
  std::string file;       ///< name as the user knows it, relative to the fleet where there is one
  int line = 0;           ///< from 1; 0: the file as a whole
  int column = 0;         ///< from 1, counted in code points; 0: the line as a whole
  int length = 1;         ///< code points to underline, at least 1, never past the line's end
  std::string line_text;  ///< the line itself without its end; empty when unknown

  bool operator==(const Source&) const = default;
};

/// The place of text[offset, offset + length) in `text`, which `file` names.
/// An offset past the end means the end. Lines end with \n, \r\n or \r.
Source locate(std::string_view text, std::size_t offset, std::size_t length, std::string_view file);

/// "templates/deploy.yaml.j2:12:5"; column and line are left out when they are 0.
std::string to_string(const Source& source);

}  // namespace sailmaker
