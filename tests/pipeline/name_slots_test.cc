#include "pipeline/name_slots.h"

#include <gtest/gtest.h>

#include <string>

namespace sailmaker::pipeline {

namespace {

using Names = NameSlots<256>;

TEST(NameSlots, FindsNamesOfEveryLength) {
  Names names;
  std::string name;
  for (std::size_t place = 0; place < 100; ++place) {
    EXPECT_EQ(names.find(name), Names::npos) << name;
    names.add(name);
    name += static_cast<char>('a' + place % 26);
  }
  name.clear();
  for (std::size_t place = 0; place < 100; ++place) {
    EXPECT_EQ(names.find(name), place) << name;
    EXPECT_EQ(names.find_key(Value(name)), place) << name;
    name += static_cast<char>('a' + place % 26);
  }
}

TEST(NameSlots, TellsNamesApartThatDifferInTheMiddle) {
  Names names;
  names.add("requiredArtifacts");
  names.add("requiresArtifacts");
  names.add("expectedAAAAArtifacts");
  names.add("expectedBBBBArtifacts");
  EXPECT_EQ(names.find("requiredArtifacts"), 0);
  EXPECT_EQ(names.find("requiresArtifacts"), 1);
  EXPECT_EQ(names.find("expectedAAAAArtifacts"), 2);
  EXPECT_EQ(names.find("expectedBBBBArtifacts"), 3);
  EXPECT_EQ(names.find("expectedCCCCArtifacts"), Names::npos);
}

TEST(NameSlots, KnowsTextWhateverItsValueHolds) {
  Names names;
  names.add("name");
  EXPECT_EQ(names.find_key(Value::text_with_attachment("name", Value(1))), 0);
  EXPECT_EQ(names.find_key(Value::text_with_attachment("names", Value(1))), Names::npos);
  for (const Value& value : {Value(), Value(true), Value(7), Value(1.5), Value(List{Value("name")})}) {
    EXPECT_EQ(names.find_key(value), Names::npos);
  }
}

}  // namespace

}  // namespace sailmaker::pipeline
