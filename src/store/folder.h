#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/error.h"
#include "fleet/decode.h"
#include "fleet/model.h"

namespace sailmaker::store {

struct LoadedFleet {
  fleet::Fleet fleet;
  fleet::Findings findings;  ///< errors and warnings; with errors the fleet is incomplete and must not be synced
  bool has_errors() const;
};

/// Reads a fleet from its folder: fleet.yaml, services/<product>/<service>.yaml, templates/** (tests are read
/// by read_tests()). Files are read in
/// parallel, and the outcome is the same whatever the order. File names in places are relative to `folder`.
/// Skipped: names that begin with a dot or '#', and editors' backups (`*~`, `*.swp`). Findings: symbolic links that
/// lead out of the folder, what is no file, files of more than 16 MB and files that are no UTF-8.
/// `threads` as for parallel_for(): 0 is one a core.
/// `instead` holds texts that are read in place of services' files, by their names: a fleet as it would be.
LoadedFleet read_folder(const std::filesystem::path& folder, unsigned threads = 0,
                        const std::map<std::string, std::string>& instead = {});

}  // namespace sailmaker::store
