#include "target/aws_chain.h"

#include <utility>

namespace sailmaker::target {

namespace {

std::string variable(const AwsPlace& place, const char* name) { return place.environment(name).value_or(""); }

class EnvironmentKeys final : public KeySource {
 public:
  explicit EnvironmentKeys(AwsPlace place) : place_(std::move(place)) {}
  Result<std::optional<AwsKeys>> fetch() override {
    AwsKeys keys = {variable(place_, "AWS_ACCESS_KEY_ID"), variable(place_, "AWS_SECRET_ACCESS_KEY"),
                    variable(place_, "AWS_SESSION_TOKEN"), std::nullopt};
    if (keys.id.empty() || keys.secret.empty()) return std::optional<AwsKeys>();
    return std::optional<AwsKeys>(std::move(keys));
  }
  std::string describe() const override { return "AWS_ACCESS_KEY_ID of the environment"; }

 private:
  AwsPlace place_;
};

}  // namespace

Result<std::string> region_of(const AwsPlace& place) {
  for (std::string region : {place.region, variable(place, "AWS_REGION"), variable(place, "AWS_DEFAULT_REGION")}) {
    if (!region.empty()) return region;
  }
  return std::string("us-east-1");
}

std::vector<std::unique_ptr<KeySource>> aws_key_sources(const AwsPlace& place) {
  std::vector<std::unique_ptr<KeySource>> sources;
  sources.push_back(std::make_unique<EnvironmentKeys>(place));
  return sources;
}

}  // namespace sailmaker::target
