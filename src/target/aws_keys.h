#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "http/client.h"
#include "target/bucket.h"
#include "target/open.h"

namespace sailmaker::target {

/// Access keys of AWS.
struct AwsKeys {
  std::string id;
  std::string secret;
  std::string session_token;  ///< of temporary keys
  /// When temporary keys end.
  std::optional<std::chrono::system_clock::time_point> expiry;
};

/// Somewhere keys may come from. Nothing: not from here, so the next place is asked. An error: they should come from
/// here, but something is wrong with it.
class KeySource {
 public:
  virtual ~KeySource() = default;
  virtual Result<std::optional<AwsKeys>> fetch() = 0;
  /// "the environment", for the list of places that were looked at.
  virtual std::string describe() const = 0;
};

/// Signs requests of a service with the keys of the first source that has some. They are kept until shortly before they
/// expire. May be used from many threads at once.
class AwsIdentity final : public Identity {
 public:
  AwsIdentity(std::vector<std::unique_ptr<KeySource>> sources, std::string region, std::string service);

  Result<void> prove(http::Request& request) override;
  void renew() override;

 private:
  Result<AwsKeys> keys();
  Result<AwsKeys> fetch() const;

  const std::vector<std::unique_ptr<KeySource>> sources_;
  const std::string region_;
  const std::string service_;
  std::mutex mutex_;
  std::optional<AwsKeys> keys_;  // guarded by mutex_
};

/// Keys that are given, as settings or in tests.
std::unique_ptr<KeySource> fixed_keys(AwsKeys keys);

}  // namespace sailmaker::target
