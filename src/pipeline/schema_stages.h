#pragma once

#include <span>

#include "pipeline/schema.h"

namespace sailmaker::pipeline {

// The parts of stage_groups(), a file each.
std::span<const Shape> kubernetes_stages();
std::span<const Shape> control_stages();  ///< what belongs to no cloud: wait, judgments, pipelines, webhooks
std::span<const Shape> image_stages();
std::span<const Shape> build_stages();
std::span<const Shape> server_group_stages();
std::span<const Shape> aws_stages();
std::span<const Shape> canary_stages();
std::span<const Shape> other_stages();

}  // namespace sailmaker::pipeline
