#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sailmaker::generate {

/// A semantic version (semver.org 2.0.0). As Helm reads them: a leading `v` is skipped, missing parts count as 0.
struct Semver {
  std::array<std::uint64_t, 3> parts{};
  int given = 3;                    ///< how many of the parts were written
  std::vector<std::string> labels;  ///< of a pre-release, "rc.1": what stands between its points
};

/// Nothing when the text is no version.
std::optional<Semver> parse_semver(std::string_view text);

/// -1, 0 or 1. A pre-release comes before its release; build metadata does not count.
int compare(const Semver& a, const Semver& b);

/// Whether the version is one that the constraint allows, which is written as in Helm's charts: `>=1.2.3`, `<2`, `!=`,
/// `~1.2` (the same minor), `^1.2` (the same major), `1.2.x`, `1.2 - 1.4`; a comma or blank between them means and,
/// `||` or. A pre-release is allowed only by a constraint that names a pre-release. An Error names the part that is
/// no constraint.
Result<bool> satisfies(const Semver& version, std::string_view constraint);

}  // namespace sailmaker::generate
