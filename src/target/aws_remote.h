#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "target/aws_keys.h"
#include "target/open.h"

namespace sailmaker::target {

/// Keys in the JSON that AWS's services and credential processes give: AccessKeyId, SecretAccessKey, Token or
/// SessionToken, Expiration. `where` for errors.
Result<AwsKeys> parse_aws_keys(std::string_view json, const std::string& where);

/// A role to be taken on, by AWS's Security Token Service.
struct AwsRole {
  std::string arn;
  std::string session_name;
  std::string external_id;
  std::string duration_seconds;  ///< empty: the service's default
  std::string region;            ///< of the service
};
/// With keys of ours.
Result<AwsKeys> assume_role(const AwsRole& role, const AwsKeys& own, const Environment& environment);
/// With the token in a file, which the platform renews: EKS.
Result<AwsKeys> assume_role_by_token(const AwsRole& role, const std::string& token_file,
                                     const Environment& environment);

/// AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or ..._FULL_URI, as ECS and EKS Pod Identity set them.
std::unique_ptr<KeySource> container_keys(Environment environment);

/// The role of an EC2 instance, from its metadata service, version 2. Nothing where no such service answers, or
/// AWS_EC2_METADATA_DISABLED is true.
std::unique_ptr<KeySource> instance_keys(Environment environment);

}  // namespace sailmaker::target
