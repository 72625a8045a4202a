#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "target/aws_keys.h"
#include "target/open.h"

namespace sailmaker::target {

/// What decides where keys and region come from.
struct AwsPlace {
  std::string profile;  ///< of the target section; empty: AWS_PROFILE, else "default"
  std::string region;   ///< likewise; empty: AWS_REGION, AWS_DEFAULT_REGION, the profile's, else us-east-1
  Environment environment;
  std::filesystem::path folder;  ///< paths in the target section count from it
};

/// An error only when a file of AWS is there but cannot be read.
Result<std::string> region_of(const AwsPlace& place);

/// Where keys are looked for, in the order of Amazon's SDK for Java, which Front50 uses: the environment, a web
/// identity token, the shared files, the container's service, the machine's metadata service. With a profile in the
/// target section: that profile only.
std::vector<std::unique_ptr<KeySource>> aws_key_sources(const AwsPlace& place);

}  // namespace sailmaker::target
