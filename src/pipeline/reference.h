#pragma once

#include <string>

namespace sailmaker::pipeline {

/// docs/pipeline-reference.md: the whole schema as Markdown.
std::string reference_page();

}  // namespace sailmaker::pipeline
