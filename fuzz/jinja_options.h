#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "jinja/environment.h"

namespace sailmaker {

/// What a fuzz input for the template engine says: two bytes of options, then a template's source.
struct JinjaInput {
  jinja::Options options;
  std::string source;
};

/// Limits are small, so that no input takes long. Too short or too long inputs have an empty source.
inline JinjaInput jinja_input(const std::uint8_t* data, std::size_t size) {
  JinjaInput input;
  if (size < 3 || size > 4096) return input;
  jinja::Options& options = input.options;
  options.trim_blocks = (data[0] & 1) != 0;
  options.lstrip_blocks = (data[0] & 2) != 0;
  options.autoescape = (data[0] & 4) != 0;
  options.undefined = static_cast<jinja::UndefinedKind>((data[0] >> 3) & 3);
  options.keep_trailing_newline = (data[0] & 32) != 0;
  options.extension_do = (data[0] & 64) == 0;
  options.extension_loopcontrols = (data[0] & 128) == 0;
  if ((data[1] & 1) != 0) options.line_statement_prefix = "#";
  if ((data[1] & 2) != 0) options.line_comment_prefix = "##";
  if ((data[1] & 4) != 0) options.newline_sequence = "\r\n";
  switch ((data[1] >> 3) & 3) {
    case 1: options.block_start = "<!--%", options.block_end = "-->", options.comment_start = "<!--"; break;
    case 2: options.block_start = "\\b{", options.block_end = "}", options.variable_start = "\\v{"; break;
    case 3: options.variable_start = "${", options.variable_end = "}"; break;
    default: break;
  }
  options.limits.steps = 20'000;
  options.limits.output = 100'000;
  options.limits.range = 2'000;
  options.limits.recursion = 30;
  options.limits.nesting = 40;
  input.source.assign(reinterpret_cast<const char*>(data + 2), size - 2);
  return input;
}

}  // namespace sailmaker
