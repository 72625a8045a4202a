#pragma once

#include <filesystem>

#include "base/error.h"
#include "fleet/decode.h"
#include "fleet/model.h"

namespace sailmaker::store {

struct LoadedFleet {
  fleet::Fleet fleet;
  fleet::Findings findings;  ///< errors and warnings; with errors the fleet is incomplete and must not be synced
  bool has_errors() const;
};

/// Reads a fleet from its folder: fleet.yaml, services/<product>/<service>.yaml, templates/**. Files are read in
/// parallel. File names in places are relative to `folder`. Symbolic links that lead out of the folder, files of more
/// than 16 MB and files that are no UTF-8 are findings.
LoadedFleet read_folder(const std::filesystem::path& folder);

}  // namespace sailmaker::store
