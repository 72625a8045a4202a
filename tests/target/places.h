#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "target/target.h"

namespace sailmaker::target {

/// Where a target of some kind keeps its pipelines, empty at first, for the tests of the contract.
class Place {
 public:
  virtual ~Place() = default;
  /// A target for this place; each call gives another one, as another process would have.
  virtual std::unique_ptr<Target> open() = 0;
  /// Front50's marker as it is stored, in milliseconds; 0 when there is none.
  virtual std::int64_t marker() = 0;
  /// The marker is the store's own time of a write, so nobody can set it.
  virtual bool marks_by_own_clock() const { return false; }
  virtual void set_marker(std::int64_t milliseconds) = 0;
  /// True where each write moves the marker, so that publish() finds it moved.
  virtual bool moves_marker_by_writing() const { return false; }
  /// True where the store takes some ids for the same ("é" in one code point and in two), and refuses the second.
  virtual bool takes_ids_for_the_same() const { return false; }
};

/// A kind of target that keeps the contract.
struct TestedKind {
  std::string name;
  std::unique_ptr<Place> (*make)();
};

std::ostream& operator<<(std::ostream& out, const TestedKind& kind);

/// Every kind there is. A new kind gets a row here and is tested by contract_test.cc.
std::vector<TestedKind> tested_kinds();

}  // namespace sailmaker::target
