#include "value/places.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace sailmaker {
namespace {

// Where the part of `decoded` that begins with `piece` the `nth` time (from 0) is in `written`, as the text there.
std::string found(std::string_view written, std::string_view decoded, std::string_view piece, int nth = 0) {
  std::size_t at = decoded.find(piece);
  for (; nth > 0; --nth) at = decoded.find(piece, at + 1);
  const std::string text = "key: " + std::string(written) + "\nrest: a b";
  const Span span = narrowed(text, {5, static_cast<std::uint32_t>(written.size())}, decoded,
                             {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(piece.size())});
  return std::to_string(span.offset - 5) + " " + text.substr(span.offset, span.length);
}

TEST(Narrowed, FindsAPieceHoweverTheScalarIsWritten) {
  EXPECT_EQ(found("x ${a} y", "x ${a} y", "a"), "4 a");
  EXPECT_EQ(found("'it''s ${a}'", "it's ${a}", "${a}"), "7 ${a}");
  EXPECT_EQ(found(R"("say \"${a}\"")", R"(say "${a}")", "${a}"), "7 ${a}");
  EXPECT_EQ(found("|\n  one\n  ${a}\n", "one\n${a}\n", "a"), "12 a");
}

TEST(Narrowed, CountsWhatReadsTheSame) {
  EXPECT_EQ(found("aa ba a", "aa ba a", "a", 0), "0 a");
  EXPECT_EQ(found("aa ba a", "aa ba a", "a", 1), "1 a");
  EXPECT_EQ(found("aa ba a", "aa ba a", "a", 2), "4 a");
  EXPECT_EQ(found("aa ba a", "aa ba a", "a", 3), "6 a");
  EXPECT_EQ(found("'a '' a'", "a ' a", "a", 1), "6 a");
}

TEST(Narrowed, BeginsBehindQuotes) {
  EXPECT_EQ(found("'f(''x'')'", "f('x')", "'x'"), "5 x");
  EXPECT_EQ(found(R"('f("x")')", R"(f("x"))", R"("x")"), "4 x");
}

TEST(Narrowed, EndsWhereThePieceIsWrittenDifferently) {
  EXPECT_EQ(found("'stage(''x'')'", "stage('x')", "stage('x')"), "1 stage(");
  EXPECT_EQ(found("|\n  a b\n  c\n", "a b\nc\n", "b\nc"), "6 b");
}

TEST(Narrowed, IsTheWholeScalarWhereItCannotBeTold) {
  EXPECT_EQ(found(R"("\x61 b")", "a b", "a"), "0 \"\\x61 b\"");
  EXPECT_EQ(found("'x'", "x", ""), "0 'x'");
}

}  // namespace
}  // namespace sailmaker
