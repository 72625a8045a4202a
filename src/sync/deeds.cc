#include "sync/deeds.h"

#include <algorithm>

namespace sailmaker::sync {

namespace {

bool may_have_written(const RunChange& change) {
  return !change.fate || *change.fate == Fate::done || *change.fate == Fate::failed;
}

}  // namespace

Result<std::optional<Deed>> Deeds::next() {
  if (!ids_) {
    auto ids = book_.ids();
    if (!ids) return std::move(ids).error();
    if (ids->size() > kMostRuns) ids->resize(kMostRuns);
    ids_ = std::move(*ids);
  }
  while (at_ < ids_->size()) {
    auto run = book_.read((*ids_)[at_++]);
    if (!run) return std::move(run).error();
    if (!*run) continue;
    auto changes = book_.changes(**run);
    if (!changes) return std::move(changes).error();
    const auto mine =
        std::find_if(changes->begin(), changes->end(), [&](const RunChange& change) { return change.id == id_; });
    if (mine != changes->end() && may_have_written(*mine)) return std::optional<Deed>({std::move(**run), *mine});
  }
  return std::optional<Deed>();
}

}  // namespace sailmaker::sync
