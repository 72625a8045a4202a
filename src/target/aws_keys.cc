#include "target/aws_keys.h"

#include <utility>

namespace sailmaker::target {

namespace {

/// Keys are renewed so long before they end that a batch under way is not refused.
constexpr std::chrono::minutes kRenewedBefore{5};

class FixedKeys final : public KeySource {
 public:
  explicit FixedKeys(AwsKeys keys) : keys_(std::move(keys)) {}
  Result<std::optional<AwsKeys>> fetch() override { return std::optional<AwsKeys>(keys_); }
  std::string describe() const override { return "the target section"; }

 private:
  AwsKeys keys_;
};

bool is_ending(const AwsKeys& keys) {
  return keys.expiry && std::chrono::system_clock::now() + kRenewedBefore >= *keys.expiry;
}

}  // namespace

AwsIdentity::AwsIdentity(std::vector<std::unique_ptr<KeySource>> sources, std::string region, std::string service)
    : sources_(std::move(sources)), region_(std::move(region)), service_(std::move(service)) {}

Result<void> AwsIdentity::prove(http::Request& request) {
  auto found = keys();
  if (!found) return std::move(found).error();
  request.signing =
      http::Signing{http::Signing::Scheme::aws4,    region_, service_, std::move(found->id), std::move(found->secret),
                    std::move(found->session_token)};
  return {};
}

void AwsIdentity::renew() {
  const std::lock_guard guard(mutex_);
  keys_.reset();
}

Result<AwsKeys> AwsIdentity::keys() {
  const std::lock_guard guard(mutex_);
  if (keys_ && !is_ending(*keys_)) return *keys_;
  auto fetched = fetch();
  if (fetched) keys_ = *fetched;
  return fetched;
}

Result<AwsKeys> AwsIdentity::fetch() const {
  std::string places;
  for (const auto& source : sources_) {
    auto found = source->fetch();
    if (!found) return std::move(found).error();
    if (*found) return std::move(**found);
    places.append(places.empty() ? "" : ", ").append(source->describe());
  }
  return Error("there are no access keys for AWS in " + places).with_hint("docs/targets.md says how to give them");
}

std::unique_ptr<KeySource> fixed_keys(AwsKeys keys) { return std::make_unique<FixedKeys>(std::move(keys)); }

}  // namespace sailmaker::target
