#include "value/value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

#include "value/map.h"

namespace sailmaker {
namespace {

TEST(Value, HoldsEachKind) {
  EXPECT_EQ(Value().kind(), Kind::null);
  EXPECT_EQ(Value(true).kind(), Kind::boolean);
  EXPECT_EQ(Value(1).kind(), Kind::integer);
  EXPECT_EQ(Value(1.5).kind(), Kind::real);
  EXPECT_EQ(Value("x").kind(), Kind::string);
  EXPECT_EQ(Value(List()).kind(), Kind::list);
  EXPECT_EQ(Value(Map()).kind(), Kind::map);
  EXPECT_EQ(Value::big_integer("123").kind(), Kind::big_integer);
}

TEST(Value, KeepsTextOfAnyLength) {
  for (const std::size_t size : {0U, 1U, 13U, 14U, 15U, 16U, 1000U}) {
    const std::string text(size, 'x');
    const Value value(text);
    const Value copy = value;
    EXPECT_EQ(value.as_string(), text);
    EXPECT_EQ(copy.as_string(), text);
    EXPECT_TRUE(value.same_text(copy));
    EXPECT_FALSE(value.same_text(Value(text + "y")));
  }
  EXPECT_NE(Value(std::string_view("a\0b", 3)), Value("a"));
}

TEST(Value, CopiesWhatIsSharedBeforeItChanges) {
  Value a(List{1, 2});
  Value b = a;
  EXPECT_TRUE(a.same_as(b));
  b.mutable_list().push_back(3);
  EXPECT_EQ(a.as_list().size(), 2U);
  EXPECT_EQ(b.as_list().size(), 3U);
  EXPECT_FALSE(a.same_as(b));
}

TEST(Value, DoesNotCopyWhatItAloneHolds) {
  Value a(Map{{"k", 1}});
  const Map* before = &a.as_map();
  a.mutable_map().set("k", 2);
  EXPECT_EQ(&a.as_map(), before);
}

TEST(Value, CopiesOneLevelOnly) {
  Value a(Map{{"inner", Value(List{1})}});
  Value b = a;
  b.mutable_map().set("x", 1);
  EXPECT_TRUE(a.find("inner")->same_as(*b.find("inner")));
}

TEST(Value, InPlaceChangesAreSeenByAllOwners) {
  const Value a(List{1});
  const Value b = a;
  a.list_in_place().push_back(2);
  EXPECT_EQ(b.as_list().size(), 2U);
}

TEST(Value, MayBeReplacedByAPartOfItself) {
  Value copied(List{Value(List{Value("deep inside of it")})});
  copied = copied.as_list()[0];
  EXPECT_EQ(copied, Value(List{Value("deep inside of it")}));
  Value moved(List{Value(List{Value("deep inside of it")})});
  moved = std::move(moved.mutable_list()[0]);
  EXPECT_EQ(moved, Value(List{Value("deep inside of it")}));
  Value& same = moved;
  moved = same;
  EXPECT_EQ(moved.as_list().size(), 1U);
}

TEST(Value, CarriesAnAttachment) {
  const Value text = Value::text_with_attachment("ab", Value(List{1}));
  EXPECT_EQ(text, Value("ab"));
  EXPECT_TRUE(text.same_text(Value("ab")));
  EXPECT_TRUE(Value("ab").same_text(text));
  ASSERT_NE(text.attachment(), nullptr);
  const Value copy = text;
  EXPECT_EQ(*copy.attachment(), Value(List{1}));
  EXPECT_EQ(Value(text.as_string()).attachment(), nullptr);
}

TEST(Value, EqualsAsPythonDoes) {
  EXPECT_EQ(Value(1), Value(1.0));
  EXPECT_EQ(Value(1), Value(true));
  EXPECT_EQ(Value(0.0), Value(-0.0));
  EXPECT_NE(Value(1), Value("1"));
  EXPECT_NE(Value(), Value(0));
  EXPECT_NE(Value(std::nan("")), Value(std::nan("")));
  EXPECT_NE(Value(INT64_MAX), Value(static_cast<double>(INT64_MAX))) << "2^63 is one more";
  EXPECT_EQ(Value(std::int64_t{1} << 53), Value(9007199254740992.0));
  EXPECT_EQ(Value(Map{{"a", 1}, {"b", 2}}), Value(Map{{"b", 2.0}, {"a", true}}));
  EXPECT_NE(Value(List{1, 2}), Value(List{2, 1}));
}

TEST(Value, EqualNumbersHaveEqualHashes) {
  for (const double number : {0.0, -0.0, 1.0, -1.0, 4503599627370496.0, -9223372036854775808.0}) {
    EXPECT_EQ(hash_of(Value(number)), hash_of(Value(static_cast<std::int64_t>(number))));
  }
  EXPECT_EQ(hash_of(Value(true)), hash_of(Value(1)));
  const std::string text(20, 'x');
  EXPECT_EQ(hash_of(Value(text)), hash_of(Value::text_with_attachment(text, Value(1))));
}

TEST(Identical, TellsKindsAndOrderApart) {
  EXPECT_FALSE(identical(Value(1), Value(1.0)));
  EXPECT_FALSE(identical(Value(1), Value(true)));
  EXPECT_TRUE(identical(Value(std::nan("")), Value(std::nan(""))));
  const Value ab(Map{{"a", 1}, {"b", Value(List{2})}});
  const Value ba(Map{{"b", Value(List{2})}, {"a", 1}});
  EXPECT_TRUE(identical(ab, ba));
  EXPECT_FALSE(identical(ab, ba, KeyOrder::counts));
  EXPECT_FALSE(identical(ab, Value(Map{{"a", 1}, {"b", Value(List{2.0})}})));
}

Value nested(int depth) {
  Value value("innermost text");
  for (int i = 0; i < depth; ++i) value = Value(List{std::move(value)});
  return value;
}

TEST(Value, IsFreedHoweverDeepItIs) {
  Value lists = nested(1'000'000);
  lists = Value();
  Value maps;
  for (int i = 0; i < 300'000; ++i) maps = Value(Map{{"k", std::move(maps)}});
  maps = Value();
}

TEST(Value, ThrowsTooDeepWhenComparedTooDeep) {
  const Value a = nested(5000);
  const Value b = nested(5000);
  EXPECT_THROW(static_cast<void>(a == b), TooDeep);
  EXPECT_THROW(static_cast<void>(identical(a, b)), TooDeep);
  EXPECT_TRUE(nested(500) == nested(500));
}

TEST(Value, IsCountedAcrossThreads) {
  const Value shared(List{Value("a text that is shared by threads")});
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&shared] {
      for (int round = 0; round < 10'000; ++round) {
        Value mine = shared;
        mine.mutable_list().push_back(round);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(shared.as_list().size(), 1U);
}

TEST(FormatReal, WritesAsPythonDoes) {
  const std::pair<double, const char*> cases[] = {
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {1.0, "1.0"},
      {0.1, "0.1"},
      {1e15, "1000000000000000.0"},
      {1e16, "1e+16"},
      {1.5e16, "1.5e+16"},
      {1e-4, "0.0001"},
      {1e-5, "1e-05"},
      {1.0 / 3, "0.3333333333333333"},
      {1e300, "1e+300"},
      {5e-324, "5e-324"},
      {123456.789, "123456.789"},
  };
  for (const auto& [number, text] : cases) EXPECT_EQ(format_real(number), text);
  EXPECT_EQ(format_real(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(format_real(std::nan("")), "nan");
}

struct Thing : Object {
  std::string_view type_name() const override { return "thing"; }
};

TEST(Object, IsSharedAndEqualsItself) {
  const Value a = make_object<Thing>();
  const Value b = a;
  EXPECT_EQ(a, b);
  EXPECT_NE(a, make_object<Thing>());
  EXPECT_EQ(a.as_object().type_name(), "thing");
  EXPECT_FALSE(a.as_object().member("x").has_value());
}

}  // namespace
}  // namespace sailmaker
