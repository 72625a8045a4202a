#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "target/open.h"

namespace sailmaker::target {

using AwsProfile = std::map<std::string, std::string>;

/// The shared files of AWS: ~/.aws/config and ~/.aws/credentials, or those that AWS_CONFIG_FILE and
/// AWS_SHARED_CREDENTIALS_FILE name.
class AwsProfiles {
 public:
  /// Files that do not exist are empty. An error when one cannot be read.
  static Result<AwsProfiles> load(const Environment& environment);

  /// nullptr when no file has it.
  const AwsProfile* find(const std::string& name) const;
  /// The value of a setting of a profile; empty when there is none.
  std::string value(const std::string& profile, const std::string& setting) const;
  /// Where was looked, for messages.
  const std::string& places() const { return places_; }

 private:
  std::map<std::string, AwsProfile> profiles_;
  std::string places_;
};

/// Reads the sections of one file into `profiles`, over what is there. In the config file a section is called
/// "profile x", in the credentials file "x". Lines that are none of AWS's are skipped, as are nested settings.
enum class AwsFile { config, credentials };
void parse_aws_file(std::string_view text, AwsFile kind, std::map<std::string, AwsProfile>& profiles);

}  // namespace sailmaker::target
