#pragma once

#include <filesystem>
#include <memory>

#include "target/target.h"

namespace sailmaker::target {

/// Front50's own layout in a directory (as its S3 store has it in a bucket):
///   pipelines/<id>/pipeline-metadata.json   one pipeline
///   pipelines/last-modified.json            {"lastModified": epoch ms}, the marker
///   .sailmaker/                             ours, nothing Front50 reads:
///     incoming/                               bodies being written
///     history/<id>/<epoch ms>-<n>.json        the last 20 earlier bodies of each pipeline
///     lock                                    who holds lock(); held by flock(), so it ends with its process
///     writing                                 locks on single pipelines, a byte each
/// A body goes to a new file, is fsynced and renamed over the old one, which is linked into the history first; all of
/// it must be one file system. The directory is made by the first write or lock. Folders below pipelines/ whose name is
/// no id (upper case, say) or that hold no pipeline-metadata.json are not listed: Front50 would not read them either.
/// Versions are digests of the body, so writers that know nothing of Sailmaker are noticed too; only one that writes in
/// the instant between our comparing and renaming is not. A listing knows no versions.
std::unique_ptr<Target> make_directory(const std::filesystem::path& path);

}  // namespace sailmaker::target
