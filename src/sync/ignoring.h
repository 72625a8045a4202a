#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fleet/key.h"
#include "fleet/part_pattern.h"
#include "value/value.h"

namespace sailmaker::sync {

/// The parts of pipelines that a fleet leaves to people (`drift: {ignore: [...]}`): neither compared nor overwritten.
/// Refers to the fleet's list. `id`, `application`, `name` and the mark are never ignored.
class Ignoring {
 public:
  Ignoring() = default;
  explicit Ignoring(const std::vector<fleet::IgnoredPart>& parts) : parts_(&parts) {}

  /// The pipeline without those parts.
  Value stripped(const std::string& key, const Value& pipeline) const;
  /// `desired` with those parts as `stored` has them: its values, its items, or nothing.
  Value kept(const std::string& key, const Value& desired, const Value& stored) const;
  /// What a mark says of the pipeline: the digest of what is not ignored.
  std::string digest(const std::string& key, const Value& pipeline) const;
  /// Whether the pipeline is what was written when its mark got this digest, whatever was ignored then. `desired`, when
  /// given, is what the fleet wants now.
  bool is_as_marked(const std::string& key, const Value& pipeline, std::string_view digest,
                    const Value* desired = nullptr) const;

 private:
  std::vector<const fleet::PartPattern*> patterns_for(const std::string& key) const;

  const std::vector<fleet::IgnoredPart>* parts_ = nullptr;
};

}  // namespace sailmaker::sync
