#include "target/aws_chain.h"

#include <utility>

#include "target/aws_profile_keys.h"
#include "target/aws_profiles.h"
#include "target/aws_remote.h"

namespace sailmaker::target {

namespace {

class EnvironmentKeys final : public KeySource {
 public:
  explicit EnvironmentKeys(Environment environment) : environment_(std::move(environment)) {}

  Result<std::optional<AwsKeys>> fetch() override {
    AwsKeys keys = {variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"), variable("AWS_SESSION_TOKEN"),
                    std::nullopt};
    if (keys.id.empty() || keys.secret.empty()) return std::optional<AwsKeys>();
    return std::optional<AwsKeys>(std::move(keys));
  }
  std::string describe() const override { return "the environment (AWS_ACCESS_KEY_ID)"; }

 private:
  std::string variable(const char* name) const { return environment_(name).value_or(""); }
  Environment environment_;
};

/// A role for the token that EKS puts into a file.
class WebIdentityKeys final : public KeySource {
 public:
  explicit WebIdentityKeys(AwsPlace place) : place_(std::move(place)) {}

  Result<std::optional<AwsKeys>> fetch() override {
    const std::string file = place_.environment("AWS_WEB_IDENTITY_TOKEN_FILE").value_or("");
    const std::string arn = place_.environment("AWS_ROLE_ARN").value_or("");
    if (file.empty() || arn.empty()) return std::optional<AwsKeys>();
    const AwsRole role = {arn, place_.environment("AWS_ROLE_SESSION_NAME").value_or(""), {}, {}, place_.region};
    auto keys = assume_role_by_token(role, file, place_.environment);
    if (!keys) return std::move(keys).error();
    return std::optional<AwsKeys>(std::move(*keys));
  }
  std::string describe() const override { return "a web identity token"; }

 private:
  AwsPlace place_;
};

}  // namespace

Result<std::string> region_of(const AwsPlace& place) {
  const auto variable = [&](const char* name) { return place.environment(name).value_or(""); };
  for (std::string region : {place.region, variable("AWS_REGION"), variable("AWS_DEFAULT_REGION")}) {
    if (!region.empty()) return region;
  }
  const auto profiles = AwsProfiles::load(place.environment);
  if (!profiles) return profiles.error();
  const std::string asked = place.profile.empty() ? variable("AWS_PROFILE") : place.profile;
  const std::string region = profiles->value(asked.empty() ? "default" : asked, "region");
  return region.empty() ? "us-east-1" : region;
}

std::unique_ptr<KeySource> environment_keys(Environment environment) {
  return std::make_unique<EnvironmentKeys>(std::move(environment));
}

std::vector<std::unique_ptr<KeySource>> aws_key_sources(const AwsPlace& place) {
  std::vector<std::unique_ptr<KeySource>> sources;
  if (!place.profile.empty()) {
    sources.push_back(profile_keys(place));
    return sources;
  }
  sources.push_back(environment_keys(place.environment));
  sources.push_back(std::make_unique<WebIdentityKeys>(place));
  sources.push_back(profile_keys(place));
  sources.push_back(container_keys(place.environment));
  sources.push_back(instance_keys(place.environment));
  return sources;
}

}  // namespace sailmaker::target
