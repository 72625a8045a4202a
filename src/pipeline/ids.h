#pragma once

#include <string>
#include <string_view>

namespace sailmaker::pipeline {

/// Ids are UUIDv5 of names in Sailmaker's own name space: the same fleet always gives the same ids, on any machine.
/// Do not change the spelling of these names: stored pipelines, triggers and executions refer to the ids.

/// `key` is product/service/stack/template.
std::string pipeline_id(std::string_view key);
/// An expected artifact of that pipeline; `owner` is a stage's refId, or empty for the pipeline's own list.
std::string artifact_id(std::string_view key, std::string_view owner, std::string_view display_name);
/// A trigger of that pipeline; `what` tells it from its siblings and does not depend on their order.
std::string trigger_id(std::string_view key, std::string_view what);

}  // namespace sailmaker::pipeline
