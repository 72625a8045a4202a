#pragma once

#include <memory>

#include "target/aws_chain.h"

namespace sailmaker::target {

/// Keys of the place's profile in the shared files: its own, those that a credential_process prints, or those of a role
/// that it takes on with the keys of a source_profile or a credential_source. A profile that was asked for by name but
/// has no keys is an error; without a name, "default" may be missing.
std::unique_ptr<KeySource> profile_keys(const AwsPlace& place);

}  // namespace sailmaker::target
