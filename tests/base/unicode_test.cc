#include "base/unicode.h"

#include <gtest/gtest.h>

namespace sailmaker {
namespace {

constexpr std::size_t npos = std::string_view::npos;

TEST(Unicode, FindsWhatIsNoUtf8) {
  const std::pair<std::string_view, std::size_t> cases[] = {
      {"", npos},
      {"plain", npos},
      {"é한😀", npos},
      {"\xEF\xBF\xBD", npos},       // U+FFFD itself is fine
      {"\xF4\x8F\xBF\xBF", npos},   // the last code point
      {"a\x80", 1},                 // a lone continuation
      {"ab\xC3", 2},                // cut off
      {"\xC0\xAF", 0},              // overlong
      {"\xE0\x80\xAF", 0},          // overlong
      {"\xF0\x80\x80\xAF", 0},      // overlong
      {"x\xED\xA0\x80", 1},         // a surrogate
      {"\xF4\x90\x80\x80", 0},      // beyond the last
      {"\xF8\x88\x80\x80\x80", 0},  // five bytes
      {"é\xFF", 2},
  };
  for (const auto& [text, place] : cases) EXPECT_EQ(find_invalid_utf8(text), place) << text;
}

TEST(Unicode, CountsCodePointsAndStrayBytes) {
  EXPECT_EQ(code_points("é한😀"), 3U);
  EXPECT_EQ(code_points("a\x80\xFF"), 3U);
}

TEST(Unicode, WritesAndReadsEveryLength) {
  for (const std::uint32_t c : {0x0U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xD7FFU, 0xE000U, 0xFFFFU, 0x10000U, 0x10FFFFU}) {
    std::string text;
    append_utf8(text, c);
    EXPECT_EQ(find_invalid_utf8(text), npos);
    std::size_t position = 0;
    EXPECT_EQ(next_code_point(text, position), c);
    EXPECT_EQ(position, text.size());
  }
}

TEST(Unicode, ReplacesWhatIsNoCodePoint) {
  for (const std::uint32_t c : {0xD800U, 0xDFFFU, 0x110000U, 0xFFFFFFFFU}) {
    std::string text;
    append_utf8(text, c);
    EXPECT_EQ(text, "\xEF\xBF\xBD");
  }
}

}  // namespace
}  // namespace sailmaker
