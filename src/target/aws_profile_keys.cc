#include "target/aws_profile_keys.h"

#include <array>
#include <cstdio>
#include <utility>

#include "target/aws_profiles.h"
#include "target/aws_remote.h"

namespace sailmaker::target {

namespace {

constexpr int kDeepest = 5;                         // source profiles behind each other
constexpr std::size_t kLongestOutput = 64U << 10U;  // of a credential_process

/// What a command prints, as long as it succeeds.
Result<std::string> output_of(const std::string& command, const std::string& profile) {
  std::FILE* pipe = popen(command.c_str(), "re");
  if (pipe == nullptr) return Error("cannot start the credential_process of AWS profile '" + profile + "'");
  std::string output;
  std::array<char, 4096> buffer{};
  while (output.size() <= kLongestOutput) {
    const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe);
    if (count == 0) break;
    output.append(buffer.data(), count);
  }
  if (pclose(pipe) != 0) return Error("the credential_process of AWS profile '" + profile + "' failed");
  return output;
}

class ProfileKeys final : public KeySource {
 public:
  explicit ProfileKeys(AwsPlace place) : place_(std::move(place)) {}

  Result<std::optional<AwsKeys>> fetch() override {
    const auto profiles = AwsProfiles::load(place_.environment);
    if (!profiles) return profiles.error();
    const std::string asked = place_.profile.empty() ? place_.environment("AWS_PROFILE").value_or("") : place_.profile;
    const std::string name = asked.empty() ? "default" : asked;
    if (profiles->find(name) == nullptr) {
      if (asked.empty()) return std::optional<AwsKeys>();
      return Error("AWS profile '" + name + "' is not in " + profiles->places());
    }
    auto keys = keys_of(*profiles, name, 0);
    if (!keys) return std::move(keys).error();
    if (!*keys && !asked.empty()) return Error("AWS profile '" + name + "' has no access keys and no role");
    return keys;
  }

  std::string describe() const override { return "the shared files of AWS"; }

 private:
  using Keys = Result<std::optional<AwsKeys>>;

  Keys keys_of(const AwsProfiles& profiles, const std::string& name, int depth) const {
    if (profiles.find(name) == nullptr) return Error("AWS profile '" + name + "' is not in " + profiles.places());
    if (depth > kDeepest) return Error("the source profiles of AWS profile '" + name + "' have no end");
    if (!profiles.value(name, "role_arn").empty()) return role_keys(profiles, name, depth);
    if (auto own = own_keys(profiles, name)) return own;
    const std::string command = profiles.value(name, "credential_process");
    if (!command.empty()) return printed_keys(command, name);
    const bool is_sso = !profiles.value(name, "sso_session").empty() || !profiles.value(name, "sso_start_url").empty();
    if (is_sso) {
      return Error("AWS profile '" + name + "' logs in by SSO, which Sailmaker does not do itself")
          .with_hint("give it the keys: eval \"$(aws configure export-credentials --profile " + name +
                     " --format env)\"");
    }
    return std::optional<AwsKeys>();
  }

  static std::optional<AwsKeys> own_keys(const AwsProfiles& profiles, const std::string& name) {
    AwsKeys keys = {profiles.value(name, "aws_access_key_id"), profiles.value(name, "aws_secret_access_key"),
                    profiles.value(name, "aws_session_token"), std::nullopt};
    if (keys.id.empty() || keys.secret.empty()) return std::nullopt;
    return keys;
  }

  static Keys printed_keys(const std::string& command, const std::string& name) {
    const auto output = output_of(command, name);
    if (!output) return output.error();
    auto keys = parse_aws_keys(*output, "the credential_process of AWS profile '" + name + "'");
    if (!keys) return std::move(keys).error();
    return std::optional<AwsKeys>(std::move(*keys));
  }

  Keys role_keys(const AwsProfiles& profiles, const std::string& name, int depth) const {
    if (!profiles.value(name, "mfa_serial").empty()) {
      return Error("AWS profile '" + name + "' needs a code of a device for its role, which Sailmaker cannot ask for")
          .with_hint("log in with AWS's own tools, and give Sailmaker the temporary keys");
    }
    const std::string region = profiles.value(name, "region");
    const AwsRole role = {profiles.value(name, "role_arn"), profiles.value(name, "role_session_name"),
                          profiles.value(name, "external_id"), profiles.value(name, "duration_seconds"),
                          region.empty() ? place_.region : region};
    const std::string token_file = profiles.value(name, "web_identity_token_file");
    auto keys = [&]() -> Result<AwsKeys> {
      if (!token_file.empty()) return assume_role_by_token(role, token_file, place_.environment);
      auto source = source_keys(profiles, name, depth);
      if (!source) return std::move(source).error();
      return assume_role(role, *source, place_.environment);
    }();
    if (!keys) return std::move(keys).error();
    return std::optional<AwsKeys>(std::move(*keys));
  }

  /// The keys with which a profile takes on its role.
  Result<AwsKeys> source_keys(const AwsProfiles& profiles, const std::string& name, int depth) const {
    const std::string source = profiles.value(name, "source_profile");
    const std::string kind = profiles.value(name, "credential_source");
    auto keys = [&]() -> Keys {
      if (source == name) return own_keys(profiles, name);
      if (!source.empty()) return keys_of(profiles, source, depth + 1);
      if (kind == "Environment") return environment_keys(place_.environment)->fetch();
      if (kind == "EcsContainer") return container_keys(place_.environment)->fetch();
      if (kind == "Ec2InstanceMetadata") return instance_keys(place_.environment)->fetch();
      return Error("AWS profile '" + name + "' has a role_arn, but neither source_profile nor credential_source");
    }();
    if (!keys) return std::move(keys).error();
    if (!*keys) return Error("AWS profile '" + name + "' finds no access keys with which to take on its role");
    return std::move(**keys);
  }

  AwsPlace place_;
};

}  // namespace

std::unique_ptr<KeySource> profile_keys(const AwsPlace& place) { return std::make_unique<ProfileKeys>(place); }

}  // namespace sailmaker::target
