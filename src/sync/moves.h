#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "sync/apply.h"
#include "sync/plan.h"

namespace sailmaker::sync {

// A pipeline that the fleet keeps in another target than before is deleted in one and created in the other. It must not
// be gone from the one before it is in the other.

/// The name of the target in which the fleet keeps the pipeline; empty where the fleet has it no more.
using HomeOf = std::function<std::string(const std::string& key)>;

/// Fills in Plan::moved in the plans of a fleet's targets. Without `home_of`, what one plan creates and another removes
/// moves. A removal whose pipeline moves to a target that is not among the plans becomes an orphan: nobody would have
/// looked whether it is there.
void note_moves(std::span<Plan* const> plans, const HomeOf& home_of);

/// In which order the plans are best carried out: a target that pipelines come to before those that they leave.
std::vector<std::size_t> order_of(std::span<const Plan* const> plans);

/// Which removals have to wait while several plans are carried out.
class Waiting {
 public:
  /// The plans must outlive this.
  explicit Waiting(std::span<const Plan* const> plans);

  /// A plan is carried out; the report must outlive this.
  void note(std::size_t plan, const Report& report) { reports_[plan] = &report; }

  /// Whether the removal of a plan has to wait: its pipeline moves to a target that is not among the plans, whose plan
  /// is not carried out yet, or could not create it.
  bool must_stay(std::size_t plan, const Change& removal) const;

 private:
  std::vector<const Plan*> plans_;
  std::vector<const Report*> reports_;                                     // beside the plans; nullptr before
  std::vector<std::unordered_map<std::string_view, std::size_t>> by_key_;  // the changes of each
};

/// Whether two targets with different descriptions are one place: both hold the pipeline `id` in the same version,
/// written at the same moment. Only what moves is worth asking for.
Result<bool> is_same_place(target::Target& one, target::Target& other, const std::string& id);

}  // namespace sailmaker::sync
