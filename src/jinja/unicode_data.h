#pragma once

#include <cstddef>
#include <cstdint>

namespace sailmaker::jinja {

/// Properties of a code point as Python's str methods see them; bits of UnicodeRecord::flags.
namespace unicode {
constexpr std::uint16_t kAlphabetic = 1;
constexpr std::uint16_t kDecimal = 2;
constexpr std::uint16_t kDigit = 4;
constexpr std::uint16_t kNumeric = 8;
constexpr std::uint16_t kLower = 16;
constexpr std::uint16_t kUpper = 32;
constexpr std::uint16_t kTitle = 64;  ///< a title-case letter, such as U+01C5
constexpr std::uint16_t kPrintable = 128;
constexpr std::uint16_t kCaseIgnorable = 256;
constexpr std::uint16_t kNameStart = 512;
constexpr std::uint16_t kNamePart = 1024;
}  // namespace unicode

/// Flags, and what must be added for the other case of one code point.
struct UnicodeRecord {
  std::uint16_t flags;
  std::int32_t upper, lower, title, fold;
};

/// From this code point up to the next run's, all have the same record.
struct UnicodeRun {
  std::uint32_t first;
  std::uint16_t record;
};

/// Cases of more than one code point; "" where the record has it.
struct UnicodeLongCase {
  std::uint32_t code;
  const char *upper, *lower, *title, *fold;
};

extern const UnicodeRecord kUnicodeRecords[];
extern const UnicodeRun kUnicodeRuns[];
extern const std::size_t kUnicodeRunCount;
extern const UnicodeLongCase kUnicodeLongCases[];  ///< sorted by code
extern const std::size_t kUnicodeLongCaseCount;

}  // namespace sailmaker::jinja
