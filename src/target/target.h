#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sailmaker::target {

/// What a listing tells without reading the pipeline.
struct Listed {
  std::string id;             ///< lower case, fit for check_id()
  std::string version;        ///< see Stored::version; empty where a listing does not know it
  std::int64_t modified = 0;  ///< milliseconds since 1970; 0 when not known
};

/// A pipeline as it is stored.
struct Stored {
  std::string body;     ///< JSON
  std::string version;  ///< changes whenever the body does; opaque but for ==
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

/// One change of a batch. What it points to must live until the batch is done.
struct Write {
  std::string_view id;
  std::optional<std::string_view> body;  ///< nothing: remove the pipeline
  Precondition precondition;
};

/// An earlier version of a pipeline.
struct Revision {
  std::string version;
  std::int64_t modified = 0;
  std::string author;  ///< as the store knows it, else the body's lastModifiedBy; empty when neither says it
  std::string body;
};

/// Small texts that Sailmaker keeps beside the pipelines of a target, out of Spinnaker's sight: the records of its
/// syncs. A name is 1 to 100 of a-z, 0-9, '-', '_' and '.', and does not begin with a dot. All functions may be called
/// from many threads at once.
class Records {
 public:
  virtual ~Records() = default;
  /// Creates or replaces; all or nothing.
  virtual Result<void> put(std::string_view name, std::string_view text) = 0;
  /// Nothing when there is none of that name.
  virtual Result<std::optional<std::string>> get(std::string_view name) = 0;
  /// Afterwards there is none of that name; there may have been none before.
  virtual Result<void> remove(std::string_view name) = 0;
  /// All names, sorted.
  virtual Result<std::vector<std::string>> names() = 0;
};

/// Where pipelines live. Every kind keeps this contract, and one test suite (tests/target/contract_test.cc) checks them
/// all. All functions may be called from many threads at once. Errors are temporary or final failures of the store;
/// what was stored before is then still whole. A write is all or nothing, for readers and for a crash at any moment;
/// when it is done, it is stored for good. Ids that check_id() refuses are errors.
class Target {
 public:
  virtual ~Target() = default;

  /// "directory ./front50", for messages.
  virtual std::string describe() const = 0;
  /// What tells its place from that of other targets, whatever way a section leads there.
  virtual std::string place() const { return describe(); }

  /// How many calls at once serve this target best; more of them gain nothing. At least 1.
  virtual unsigned concurrency() const { return 8; }
  /// The version that `body` has once it is stored, so that a listing's versions tell what needs no reading.
  /// Empty where the store makes versions up.
  virtual std::string version_of(std::string_view body) const { return static_cast<void>(body), std::string(); }

  /// All pipelines, in no particular order. A target that does not exist yet is empty.
  virtual Result<std::vector<Listed>> list() = 0;
  /// Nothing when there is no such pipeline.
  virtual Result<std::optional<Stored>> read(std::string_view id) = 0;
  /// Creates or replaces. `id` is lower case and the body's own id.
  virtual Result<Outcome> write(std::string_view id, std::string_view body, const Precondition& precondition) = 0;
  /// Afterwards there is no such pipeline; its history stays.
  virtual Result<Outcome> remove(std::string_view id, const Precondition& precondition) = 0;
  /// Reads many at once; result i is that of read(ids[i]). One failure fails all.
  virtual Result<std::vector<std::optional<Stored>>> read_all(std::span<const std::string> ids);
  /// Many writes and removals at once, of different ids; result i is that of writes[i]. Each is all or nothing by
  /// itself; whether the batch is, depends on the store. No order among them is promised.
  virtual std::vector<Result<Outcome>> write_all(std::span<const Write> writes);
  /// How many writes one write_all() takes best; 1 where a batch gains nothing.
  virtual std::size_t batch_size() const { return 1; }
  /// Earlier versions, newest first, the present one included; at most `limit`. Of a removed pipeline: those it had.
  /// A store may forget old ones; each keeps the last ten at least.
  virtual Result<std::vector<Revision>> history(std::string_view id, int limit) = 0;

  /// Takes the target for one writer; the lock ends with the returned object, which may outlive the target, and with
  /// the process. An error names who holds it. Neither reading nor writing needs it: preconditions hold without, the
  /// lock spares two writers meeting at each pipeline.
  virtual Result<std::shared_ptr<void>> lock(std::string_view who) = 0;
  /// Called once after a batch of writes and removals: makes them visible to Spinnaker (Front50's last-modified
  /// marker, which only ever moves forward). Does nothing when nothing was written since the last time.
  virtual Result<void> publish() = 0;

  /// The records beside the pipelines, owned by the target; nullptr where there is no place for them (an API of
  /// Spinnaker).
  virtual Records* records() { return nullptr; }
};

}  // namespace sailmaker::target
