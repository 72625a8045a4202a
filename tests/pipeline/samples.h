#pragma once

#include <string>
#include <string_view>

#include "pipeline/link.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// JSON with ' for ", so that it reads well inside C++.
Value json(std::string_view text);

/// The context that all tests link in: key azar/my-microservice/prod/deploy; knows deploy, deploy-canary and
/// canary-test of the same stack in application azar.
LinkContext sample_context();

/// A pipeline as templates write it, 5 KB, with `services` bakes and deploys; valid and unlinked.
Value sample_pipeline(int services = 4);

/// What Front50 gives back after `pipeline` was saved through it: other order of keys, fields of its own, defaults
/// filled in, typed nulls dropped, numbers as Jackson writes them.
Value through_front50(const Value& pipeline);

/// Each problem as "error stages[0].refId (rule): message", its hint on a line below.
std::string to_text(const Problems& problems);

}  // namespace sailmaker::pipeline
