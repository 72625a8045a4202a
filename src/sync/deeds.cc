#include "sync/deeds.h"

#include <algorithm>

namespace sailmaker::sync {

namespace {

// The part of a run's id that tells the second: "20261127t101502".
constexpr std::size_t kSecond = 15;

bool may_have_written(const RunChange& change) {
  return !change.fate || *change.fate == Fate::done || *change.fate == Fate::failed;
}

}  // namespace

Result<std::optional<Deed>> Deeds::next() {
  if (!ids_) {
    auto ids = book_.ids();
    if (!ids) return std::move(ids).error();
    ids_ = std::move(*ids);
  }
  while (!newest_.empty() && at_ < ids_->size() && (*ids_)[at_].substr(0, newest_.size()) > newest_) ++at_;
  while (at_ < ids_->size() && in_vain_ < kMostRuns) {
    ++in_vain_;
    auto run = book_.read((*ids_)[at_++]);
    if (!run) return std::move(run).error();
    if (!*run) continue;
    auto changes = book_.changes(**run);
    if (!changes) return std::move(changes).error();
    const auto mine =
        std::find_if(changes->begin(), changes->end(), [&](const RunChange& change) { return change.id == id_; });
    if (mine == changes->end() || !may_have_written(*mine)) continue;
    in_vain_ = 0;
    return std::optional<Deed>({std::move(**run), *mine});
  }
  return std::optional<Deed>();
}

void Deeds::skip_to(std::int64_t time) {
  newest_ = new_run_id(time).substr(0, kSecond);
  in_vain_ = 0;
}

}  // namespace sailmaker::sync
