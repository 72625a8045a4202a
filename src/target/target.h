#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sailmaker::target {

/// What a listing tells without reading the pipeline.
struct Listed {
  std::string id;             ///< lower case
  std::string version;        ///< see Stored::version; empty where a listing does not know it
  std::int64_t modified = 0;  ///< milliseconds since 1970; 0 when not known
};

/// A pipeline as it is stored.
struct Stored {
  std::string body;           ///< JSON
  std::string version;        ///< changes whenever the body does; opaque but for ==
  std::int64_t modified = 0;
};

/// What must be true of the stored pipeline for a write to happen.
struct Precondition {
  /// The version that was seen, or nothing: there was no pipeline.
  std::optional<std::string> version;
  static Precondition absent() { return {}; }
  static Precondition unchanged(std::string seen) { return {std::move(seen)}; }
};

enum class Outcome {
  done,
  moved_on,  ///< the precondition does not hold: somebody else wrote meanwhile. Nothing was changed
};

/// An earlier version of a pipeline.
struct Revision {
  std::string version;
  std::int64_t modified = 0;
  std::string author;  ///< empty when the store does not know
  std::string body;
};

/// Where pipelines live. Every kind keeps this contract, and one test suite checks them all.
/// All functions may be called from many threads at once. Errors are temporary or final failures of the store; what was
/// stored before is then still whole. A write is all or nothing, for readers and for a crash at any moment.
class Target {
 public:
  virtual ~Target() = default;

  /// "directory ./front50", for messages.
  virtual std::string describe() const = 0;

  virtual Result<std::vector<Listed>> list() = 0;
  /// Nothing when there is no such pipeline.
  virtual Result<std::optional<Stored>> read(std::string_view id) = 0;
  /// Creates or replaces. `id` is lower case and the body's own id.
  virtual Result<Outcome> write(std::string_view id, std::string_view body, const Precondition& precondition) = 0;
  virtual Result<Outcome> remove(std::string_view id, const Precondition& precondition) = 0;
  /// Earlier versions, newest first, the present one included; at most `limit`.
  virtual Result<std::vector<Revision>> history(std::string_view id, int limit) = 0;

  /// Takes the target for one writer; the lock ends with the returned object. An error names who holds it.
  /// Reading needs no lock.
  virtual Result<std::shared_ptr<void>> lock(std::string_view who) = 0;
  /// Called once after a batch of writes and removals: makes them visible to Spinnaker (Front50's last-modified
  /// marker). Does nothing when nothing was written.
  virtual Result<void> publish() = 0;
};

}  // namespace sailmaker::target
