#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "value/value.h"

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
};

enum class Need : std::uint8_t { optional, required };

/// One field of a pipeline, stage or trigger.
struct Field {
  std::string_view name;
  std::uint16_t types;
  Need need = Need::optional;
  std::string_view values = {};  ///< the only ones allowed, with blanks between them; empty for all
};

class FieldTable;

/// The fields that one type of stage or trigger has for itself.
struct Shape {
  std::string_view type;
  std::span<const Field> fields;
};

/// Top-level fields that Front50 and Echo convert to Java types.
std::span<const Field> pipeline_fields();
/// Fields that every stage may have.
std::span<const Field> stage_fields();
/// Fields that every trigger may have.
std::span<const Field> trigger_fields();

/// The fields of a stage type and those of all stages; nullptr when we know none of its own (see is_stage_type()).
const FieldTable* find_stage_fields(std::string_view type);
/// The same for triggers: their own fields alone, none for a type that has none; nullptr for unknown types.
const FieldTable* find_trigger_fields(std::string_view type);

/// Stage types that Orca itself brings, aliases included; sorted.
std::span<const std::string> stage_types();
bool is_stage_type(std::string_view type);
/// Trigger types that Echo and Orca themselves know.
std::span<const std::string> trigger_types();

/// True when a field of these `types` may hold `value`.
bool accepts(std::uint16_t types, const Value& value);
/// "a boolean", "a list of text": what messages ask for.
std::string expected_kind(std::uint16_t types);

}  // namespace sailmaker::pipeline
