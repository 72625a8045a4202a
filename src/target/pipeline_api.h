#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "value/value.h"

namespace sailmaker::target {

/// A pipeline of a batch that was refused.
struct Refused {
  std::string id;
  std::string message;
};

/// The calls for pipelines that Spinnaker's own services have, Front50's and Gate's, as a target needs them. Neither
/// compares before it writes. All functions may be called from many threads at once.
class PipelineApi {
 public:
  virtual ~PipelineApi() = default;

  /// "front50 http://front50:8080", for messages.
  virtual std::string describe() const = 0;
  /// All pipelines. Makes the service look into its storage again.
  virtual Result<std::vector<Value>> list() = 0;
  /// Nothing when there is none. `application` is where it is expected, where the caller knows.
  virtual Result<std::optional<Value>> find(std::string_view id, std::string_view application) = 0;
  /// The pipelines of an application that a name reaches, which the service compares ignoring case. Makes it look into
  /// its storage again.
  virtual Result<std::vector<Value>> named(std::string_view application, std::string_view name) = 0;
  /// Creates or replaces the pipeline whose id the body has.
  virtual Result<void> save(const Value& pipeline) = 0;
  /// The same with many. Those that are not among the refused are stored; after an error nobody knows which.
  virtual Result<std::vector<Refused>> save_all(std::span<const Value> pipelines) = 0;
  /// False when no pipeline has that name.
  virtual Result<bool> remove(std::string_view application, std::string_view name) = 0;
  /// Newest first.
  virtual Result<std::vector<Value>> history(std::string_view id, int limit) = 0;

  // As in Live.
  virtual Result<std::optional<std::vector<std::string>>> accounts() { return {std::nullopt}; }
  virtual Result<std::optional<std::vector<std::string>>> artifact_accounts() { return {std::nullopt}; }
  virtual Result<std::optional<std::vector<std::string>>> applications() { return {std::nullopt}; }
};

}  // namespace sailmaker::target
