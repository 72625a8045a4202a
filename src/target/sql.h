#pragma once

#include <memory>

#include "sql/address.h"
#include "target/target.h"

namespace sailmaker::target {

/// Front50's own tables `pipelines` and `pipelines_history` in PostgreSQL or MySQL, as its SQL store has them; they
/// must be there, and are checked by the first call. Beside them ours, `sailmaker_records`, made by the first record.
///   - A removed pipeline stays as a row with is_deleted, as Front50 leaves it; writing revives it.
///   - Each batch of writes is one transaction, in which all of its rows have one last_modified_at: the server's clock,
///     but above every other row's. Batches of all Sailmakers follow one another, so that the stamps of what becomes
///     visible only rise and an optimized refresh of Front50 misses none.
///   - The highest last_modified_at is Front50's marker, so it moves with each write; publish() has nothing to do.
///   - Versions are SHA-256 digests of the body, which the server computes for listings.
///   - MySQL compares ids without case and accents. Two ids that it takes for one cannot both be written; no pipeline
///   is
///     ever taken for another.
std::unique_ptr<Target> make_sql(const sql::Address& address);

}  // namespace sailmaker::target
