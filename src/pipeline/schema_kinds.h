#pragma once

#include "pipeline/schema.h"

// Short names for what fields of stages mostly hold, for the tables in schema_*.cc.

namespace sailmaker::pipeline {

constexpr int kFlag = kBoolean | kNull | kSpel;
constexpr int kSomeText = kText | kNull;
constexpr int kSomeMap = kMap | kNull | kSpel;
constexpr int kSomeMaps = kMaps | kNull | kSpel;
constexpr int kSomeTexts = kTexts | kNull | kSpel;
constexpr int kSomeNumber = kNumeric | kNull | kSpel;

/// What messages call a map of an own name.
extern const Shape kArtifactShape;
extern const Shape kMonikerShape;

}  // namespace sailmaker::pipeline
