#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "fleet/decode.h"

namespace sailmaker::store {

/// The files that make a fleet, by their names relative to its folder, each list in the order of bytes.
struct Listing {
  struct Service {
    std::string file;  ///< services/azar/my-microservice.yaml
    std::string product;
    std::string name;
  };
  std::vector<Service> services;
  std::vector<std::string> templates;  ///< everything below templates/ but tests: templates/lib/artifacts.j2
  std::vector<std::string> tests;      ///< templates/tests/*.yaml
};

/// Lists a fleet's folder without reading a file. Missing folders are empty ones. What is not as it should be becomes
/// a finding: links that lead out of the folder, folders that cannot be read, service files where none belong.
Listing list_folder(const std::filesystem::path& folder, fleet::Findings& findings);

}  // namespace sailmaker::store
