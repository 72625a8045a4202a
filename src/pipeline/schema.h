#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "value/value.h"

// The schema of the trade: every kind of stage, trigger, artifact, precondition and notification that Spinnaker itself
// knows, as data. validate() checks by it, docs/pipeline-reference.md is written from it, and an editor can complete
// by it. The tables stand in schema_*.cc.

namespace sailmaker::pipeline {

/// What a field may hold; several may be joined with |.
enum Types : std::uint16_t {
  kText = 1,
  kBoolean = 2,
  kInteger = 4,
  kNumber = 8,    ///< an integer or a real
  kNumeric = 16,  ///< a number, or text that is one
  kList = 32,
  kTexts = 64,  ///< a list of text
  kMaps = 128,  ///< a list of maps
  kMap = 256,
  kNull = 512,   ///< null means the same as leaving the field out
  kSpel = 1024,  ///< or text with an expression, ${...}, which becomes the right thing when the stage starts
  kAny = 2048,
  kScalars = 4096,   ///< a map whose values are text, numbers or booleans
  kNumerics = 8192,  ///< a list of numbers, or of text that is one
  kExact = 16384,    ///< never converted, not even where Front50 would
};

enum class Need : std::uint8_t { optional, required };

struct Shape;

/// One field of a pipeline, stage, trigger, ... A row of a table reads
///     Field("waitTime", kNumeric | kSpel, "Seconds to wait.").required()
struct Field {
  std::string_view name;
  std::uint16_t types;
  std::string_view note;  ///< a sentence or two for the reference
  Need need = Need::optional;
  std::string_view values = {};    ///< the only texts allowed, also in a list, with blanks between; empty for all
  std::string_view fallback = {};  ///< what Spinnaker takes where the field is missing, as in JSON; empty: nothing
  std::string_view gone = {};      ///< since when or why it should not be written, and what to write instead
  const Shape* inside = nullptr;   ///< what the map, or each map of the list, holds

  constexpr Field(std::string_view field, int held, std::string_view sentence)
      : name(field), types(static_cast<std::uint16_t>(held)), note(sentence) {}

 private:
  // Above its callers: clang wants it defined before a table is made at compile time.
  template <typename Change>
  constexpr Field with(Change change) const {
    Field field = *this;
    change(field);
    return field;
  }

 public:
  constexpr Field required() const {
    return with([](Field& field) { field.need = Need::required; });
  }
  constexpr Field one_of(std::string_view words) const {
    return with([&](Field& field) { field.values = words; });
  }
  constexpr Field otherwise(std::string_view json) const {
    return with([&](Field& field) { field.fallback = json; });
  }
  constexpr Field deprecated(std::string_view why) const {
    return with([&](Field& field) { field.gone = why; });
  }
  constexpr Field of(const Shape& shape) const {
    return with([&](Field& field) { field.inside = &shape; });
  }
};

/// One kind of map: the fields that a type of stage (trigger, artifact, ...) has for itself, or those of a nested map.
struct Shape {
  std::string_view type;  ///< the value of its `type` field; for nested maps what messages call it, "this moniker"
  std::span<const Field> fields;
  std::string_view note;
  std::string_view gone = {};   ///< as Field::gone
  std::string_view alias = {};  ///< stages that Orca runs only under this `alias`
};

/// Shapes that belong together in the reference.
struct ShapeGroup {
  std::string_view title;
  std::span<const Shape> shapes;
};

/// Top-level fields; those that Front50 and Echo convert to Java types cannot hold expressions.
std::span<const Field> pipeline_fields();
/// Fields of an entry of `parameterConfig`.
const Shape& parameter_shape();
/// Fields that every stage may have.
std::span<const Field> stage_fields();
/// Fields that every trigger may have.
std::span<const Field> trigger_fields();
/// Fields that Echo converts in every trigger, whatever its type: of others, of events, and of old times.
std::span<const Field> echo_fields();
/// Fields of an artifact (matchArtifact, defaultArtifact, inline ones), and of an entry of `expectedArtifacts`.
const Shape& artifact_shape();
const Shape& expected_artifact_shape();
/// Fields that every notification, every precondition may have.
std::span<const Field> notification_fields();
std::span<const Field> precondition_fields();

std::span<const ShapeGroup> stage_groups();
std::span<const Shape> trigger_shapes();
std::span<const Shape> artifact_shapes();  ///< by type; what their fields mean there
std::span<const Shape> notification_shapes();
std::span<const Shape> precondition_shapes();  ///< their fields are those of `context`

/// The shape of a stage type; nullptr when we know none of its own fields (see is_stage_type()).
const Shape* find_stage_shape(std::string_view type);
/// The same for the other kinds; nullptr for unknown types.
const Shape* find_trigger_shape(std::string_view type);
const Shape* find_artifact_shape(std::string_view type);
const Shape* find_notification_shape(std::string_view type);
const Shape* find_precondition_shape(std::string_view type);

/// Stage types that Orca itself brings, aliases included; sorted.
std::span<const std::string> stage_types();
bool is_stage_type(std::string_view type);
/// Types of the other kinds, for "did you mean".
std::span<const std::string> trigger_types();
std::span<const std::string> artifact_types();
std::span<const std::string> notification_types();

/// True when a field of these `types` may hold `value`.
bool accepts(std::uint16_t types, const Value& value);
/// "a boolean", "a list of text": what messages ask for.
std::string expected_kind(std::uint16_t types);

}  // namespace sailmaker::pipeline
