#pragma once

#include <filesystem>
#include <optional>

#include "target/api_settings.h"
#include "target/open.h"

namespace sailmaker::target {

/// What the configuration of Spinnaker's own command line, `spin`, says: Gate's address and how to log in. $NAME and
/// ${NAME} in it are filled in from the environment, as spin does it.
struct SpinConfig {
  std::string url;  ///< empty where it names none
  ApiLogin login;
  std::string certificate, key;
  bool trusts_any_server = false;
};

/// ~/.spin/config; nothing where HOME is not known.
std::optional<std::filesystem::path> spin_config_path(const Environment& environment);

/// Reads the file; nothing when there is none. An error where it needs something that only spin itself can do, such as
/// a login in a browser. No error shows a secret.
Result<std::optional<SpinConfig>> read_spin_config(const std::filesystem::path& file, const Environment& environment);

}  // namespace sailmaker::target
