#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sync/run_book.h"

namespace sailmaker::sync {

/// The runs that are searched in vain for one pipeline at most: each costs a call or two.
constexpr std::size_t kMostRuns = 200;

/// What a run did to one pipeline.
struct Deed {
  Run run;
  RunChange change;
};

/// What runs did to one pipeline, newest first, read as far as it is asked for. Left out is what they left alone.
class Deeds {
 public:
  /// `book` must outlive this.
  Deeds(RunBook& book, std::string id) : book_(book), id_(std::move(id)) {}

  /// The next older one; nothing when there are no more, or kMostRuns runs did nothing to the pipeline.
  Result<std::optional<Deed>> next();

  /// Goes on at the runs that began before `time`, milliseconds since 1970, and then looks at as many again.
  void skip_to(std::int64_t time);

 private:
  RunBook& book_;
  std::string id_;
  std::optional<std::vector<std::string>> ids_;
  std::size_t at_ = 0;
  std::size_t in_vain_ = 0;
  std::string newest_;  // the beginning of ids, up to the second; later ones are left out. Empty: none is
};

}  // namespace sailmaker::sync
