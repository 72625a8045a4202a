#pragma once

#include <memory>

#include "target/pipeline_api.h"
#include "target/target.h"

namespace sailmaker::target {

/// A target whose pipelines are kept behind one of Spinnaker's own services. What differs from other targets:
///  - Bodies come back as the service prints them, with what it adds (updateTs, `schema: "1"`). Versions are digests of
///    what a pipeline says (api_version()), and a listing knows them: it brings all bodies. Each of these answers one
///    read() within the next minute, so that a plan costs one call.
///  - The services compare nothing before they write. We read again and compare right before each write, and within
///    this process no two writes to one service overlap; another program that writes between our reading and writing is
///    not noticed.
///  - lock() holds within this process only: the services have no place for a lock, nor one for records.
///  - A pipeline is removed by its name, which is why it is looked up first whether the name means that pipeline alone.
///  - The service makes changes visible itself, so publish() has nothing to do.
std::unique_ptr<Target> make_api_target(std::unique_ptr<PipelineApi> api);

}  // namespace sailmaker::target
