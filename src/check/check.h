#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/across.h"
#include "pipeline/foreign.h"

namespace sailmaker::check {

/// A text that may hold pipelines, as JSON or YAML.
struct Text {
  std::string name;                 ///< of the file, or of what is stored; places name it
  std::string content;              ///< UTF-8
  bool must_hold_pipelines = true;  ///< false: found in a folder, where other files lie too
};

struct Options {
  pipeline::Origin origin = pipeline::Origin::file;
  pipeline::Extent extent = pipeline::Extent::some;  ///< all: a reference to none of the pipelines is an error
  unsigned threads = 0;                              ///< 0: one a core
  /// More to check of each pipeline, from any thread; may be empty.
  std::function<pipeline::Problems(const Value& pipeline)> more;
  /// Which pipelines to report about; all are looked at, because others refer to them. Empty: all.
  std::function<bool(const Value& pipeline)> wanted;
};

struct Outcome {
  std::vector<Finding> findings;  ///< in the order of the texts; each with its place, or with what is stored
  std::size_t pipelines = 0;      ///< reported about
  std::size_t elsewhere = 0;      ///< references to pipelines that are not among the texts
};

/// Checks pipelines from anywhere: each on its own, then all of them together. Does no input or output. Findings of a
/// pipeline carry "application/name" as their key and the place in the text; those of stored pipelines, whose texts
/// nobody wrote by hand, name the id and the path instead.
Outcome check_texts(const std::vector<Text>& texts, const Options& options);

}  // namespace sailmaker::check
