#pragma once

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
  std::string region;   ///< likewise; empty: region_of() finds it
  Environment environment;
};

/// The place's own, AWS_REGION, AWS_DEFAULT_REGION, the profile's, else us-east-1. An error only when a file of AWS is
/// there but cannot be read.
Result<std::string> region_of(const AwsPlace& place);

/// AWS_ACCESS_KEY_ID and its companions.
std::unique_ptr<KeySource> environment_keys(Environment environment);

/// Where keys are looked for, in the order of Amazon's SDK for Java, which Front50 uses: the environment, a web
/// identity token, the shared files, the container's service, the machine's metadata service. With a profile in the
/// target section: that profile only. The place must have its region.
std::vector<std::unique_ptr<KeySource>> aws_key_sources(const AwsPlace& place);

}  // namespace sailmaker::target
