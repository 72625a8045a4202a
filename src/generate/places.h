#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "jinja/source_map.h"
#include "pipeline/problem.h"
#include "yaml/parser.h"

namespace sailmaker::generate {

/// The offset of the line and column, both from 1, that `source` names in `text`.
std::size_t offset_of(std::string_view text, const Source& source);

/// A rendered text with everything that leads from its parts back to the templates. Made only when there is something
/// to report: rendering again with a source map costs more than the whole pipeline did.
struct Traced {
  std::string name;  ///< the rendered text's name in errors of the YAML reader
  std::string text;
  jinja::SourceMap map;
};

/// The error with its places in the rendered text replaced by the templates' places that wrote them.
Error in_template(const Traced& traced, const Error& error);

/// A finding for a stretch of the rendered text.
Finding in_template(const Traced& traced, Span span, Severity severity, std::string message, std::string hint,
                    std::string rule);

/// The rule that an error of the template engine falls under: "template-syntax", "template-undefined", ...
std::string template_rule(const Error& error);

/// A finding for a problem at a path of the document that was read from the rendered text.
Finding in_template(const Traced& traced, const yaml::Document& document, const pipeline::Problem& problem);

}  // namespace sailmaker::generate
