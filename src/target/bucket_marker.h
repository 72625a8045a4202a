#pragma once

#include "target/bucket.h"
#include "target/bucket_abilities.h"
#include "target/bucket_layout.h"

namespace sailmaker::target {

/// Moves Front50's marker to now, or a millisecond on where it stands in the future already. S3: the object's text is
/// the time. Google: the object's own time is, which writing it anew moves.
Result<void> move_marker(Bucket& bucket, const BucketLayout& layout, const BucketAbilities& abilities);

}  // namespace sailmaker::target
