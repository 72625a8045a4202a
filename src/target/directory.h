#pragma once

#include <filesystem>
#include <memory>

#include "target/target.h"

namespace sailmaker::target {

/// Front50's own layout in a directory (as its S3 store has it in a bucket):
///   pipelines/<id>/pipeline-metadata.json   one pipeline
///   pipelines/last-modified.json            {"lastModified": epoch ms}, the marker
///   .sailmaker/                             ours: lock, history (earlier bodies, bounded), nothing Front50 reads
/// Writes go to a temporary file, are fsynced and renamed into place. The directory is made on the first write.
std::unique_ptr<Target> make_directory(std::filesystem::path path);

}  // namespace sailmaker::target
