#include "pipeline/server_fields.h"

#include <gtest/gtest.h>

#include <random>
#include <span>

#include "pipeline/mark.h"
#include "tests/pipeline/samples.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {
namespace {

struct Pair {
  const char* desired;
  const char* stored;
};

constexpr Pair kSame[] = {
    {"{'name': 'x', 'n': [1]}", "{'n': [1], 'name': 'x'}"},
    {"{}",
     "{'updateTs': '1', 'lastModifiedBy': 'a', 'lastModified': 1, 'createTs': 1, 'createdAt': 1, 'isNew': true,"
     " 'errorMsg': '', 'regenerateCronTriggerIds': true}"},
    {"{}", "{'index': 3, 'disabled': true}"},
    {"{'index': null}", "{'index': 3}"},
    {"{'index': 3}", "{'index': 3}"},
    {"{}", "{'schema': '1', 'triggers': [], 'email': null, 'stages': null}"},
    {"{'schema': '1', 'triggers': [], 'email': null}", "{}"},
    {"{'schema': ''}", "{'schema': '1'}"},
    {"{'triggers': [{'type': 'cron', 'id': 'a'}]}", "{'triggers': [{'id': 'b', 'type': 'cron'}]}"},
    {"{'triggers': [{'type': 'cron'}]}", "{'triggers': [{'id': 'b', 'type': 'cron'}]}"},
    {"{'triggers': [{'type': 'git'}]}", "{'triggers': [{'type': 'git', 'runAsUser': 'id@managed-service-account'}]}"},
    {"{'serviceAccount': 's', 'triggers': [{'type': 'git'}]}",
     "{'serviceAccount': 's', 'triggers': [{'type': 'git', 'runAsUser': 's'}]}"},
    {"{'updateTs': '5'}", "{'updateTs': '6'}"},
    {"[1]", "[1]"},
};

constexpr Pair kDifferent[] = {
    {"{'name': 'x'}", "{'name': 'y'}"},
    {"{'name': 'x'}", "{}"},
    {"{}", "{'x': null}"},
    {"{'x': null}", "{}"},
    {"{'index': 3}", "{'index': 4}"},
    {"{'index': 3}", "{}"},
    {"{'disabled': false}", "{'disabled': true}"},
    {"{'schema': 'v2'}", "{'schema': '1'}"},
    {"{}", "{'schema': 'v2'}"},
    {"{'n': 1}", "{'n': 1.0}"},
    {"{'n': 1}", "{'n': true}"},
    {"{'stages': [1, 2]}", "{'stages': [2, 1]}"},
    {"{'stages': [{'index': 1}]}", "{'stages': [{}]}"},
    {"{'triggers': [{'type': 'git', 'id': 'a'}]}", "{'triggers': [{'type': 'git', 'id': 'b'}]}"},
    {"{'triggers': [{'type': 'cron', 'id': 'a'}]}", "{'triggers': [{'type': 'git', 'id': 'a'}]}"},
    {"{'triggers': [{'type': 'git'}]}", "{'triggers': [{'type': 'git'}, {'type': 'git'}]}"},
    {"{'triggers': [{'type': 'git'}]}", "{'triggers': [{'type': 'git', 'runAsUser': 'me'}]}"},
    {"{'triggers': [{'type': 'git', 'runAsUser': 'me'}]}",
     "{'triggers': [{'type': 'git', 'runAsUser': 'id@managed-service-account'}]}"},
    {"{'triggers': [{'type': 'git', 'x': 1}]}", "{'triggers': [{'type': 'git', 'y': 1}]}"},
    {"{'triggers': []}", "{'triggers': [{'type': 'git'}]}"},
    {"{'triggers': {}}", "{}"},
    {"{'sailmaker': {'key': 'k', 'digest': 'a'}}", "{'sailmaker': {'key': 'k', 'digest': 'b'}}"},
    {"{}", "[]"},
};

TEST(SaysTheSame, WhatSpinnakerOwnsDoesNotCount) {
  for (const Pair& pair : kSame) {
    EXPECT_TRUE(says_the_same(json(pair.desired), json(pair.stored))) << pair.desired << " " << pair.stored;
  }
}

TEST(SaysTheSame, EverythingElseDoes) {
  for (const Pair& pair : kDifferent) {
    EXPECT_FALSE(says_the_same(json(pair.desired), json(pair.stored))) << pair.desired << " " << pair.stored;
  }
}

TEST(SaysTheSame, AfterFront50) {
  Value pipeline = sample_pipeline();
  EXPECT_TRUE(says_the_same(pipeline, through_front50(pipeline)));
  link(pipeline, sample_context());
  set_mark(pipeline, {"k", digest_of(pipeline)});
  EXPECT_TRUE(says_the_same(pipeline, through_front50(pipeline)));
  EXPECT_TRUE(says_the_same(pipeline, through_front50(through_front50(pipeline))));
}

// What a diff would look at must agree with what a plan decides.
TEST(Comparable, IsEqualExactlyWhenBothSayTheSame) {
  for (const auto& pairs : {std::span<const Pair>(kSame), std::span<const Pair>(kDifferent)}) {
    for (const Pair& pair : pairs) {
      const Value desired = json(pair.desired);
      const Value stored = json(pair.stored);
      EXPECT_EQ(identical(comparable(stored, desired), desired), says_the_same(desired, stored))
          << pair.desired << " " << pair.stored << " -> " << to_json(comparable(stored, desired));
    }
  }
}

// One random change somewhere; `value` is a map or list.
void mutate(Value& value, std::mt19937& random) {
  const std::size_t size = value.is_map() ? value.as_map().size() : value.as_list().size();
  if (size == 0) return;
  const std::size_t at = random() % size;
  Value& part = value.is_map() ? value.mutable_map().entries()[at].value : value.mutable_list()[at];
  if ((part.is_map() || part.is_list()) && random() % 4 != 0) return mutate(part, random);
  if (value.is_map() && random() % 3 == 0) {
    value.mutable_map().erase(Value(value.as_map().at(at).key));
  } else {
    part = random() % 2 == 0 ? Value("changed") : Value();
  }
}

TEST(Comparable, AgreesOnRandomChanges) {
  std::mt19937 random(11);
  Value base = sample_pipeline();
  link(base, sample_context());
  int same = 0;
  for (int round = 0; round < 2000; ++round) {
    Value desired = base;
    Value stored = through_front50(base);
    for (int changes = static_cast<int>(random() % 3); changes > 0; --changes) mutate(desired, random);
    for (int changes = static_cast<int>(random() % 2); changes > 0; --changes) mutate(stored, random);
    const bool result = says_the_same(desired, stored);
    same += result ? 1 : 0;
    ASSERT_EQ(identical(comparable(stored, desired), desired), result) << to_json(desired) << "\n"
                                                                       << to_json(stored) << "\n"
                                                                       << to_json(comparable(stored, desired));
  }
  EXPECT_GT(same, 100);
  EXPECT_LT(same, 1900);
}

TEST(ToWrite, KeepsWhatPeopleSetByHand) {
  const auto write = [](const char* desired, const char* stored) {
    return to_json(to_write(json(desired), json(stored)));
  };
  EXPECT_EQ(write("{'name': 'x'}", "{'index': 3, 'disabled': true, 'other': 1}"),
            "{\"name\":\"x\",\"index\":3,\"disabled\":true}");
  EXPECT_EQ(write("{'index': 1, 'disabled': false}", "{'index': 3, 'disabled': true}"),
            "{\"index\":1,\"disabled\":false}");
  EXPECT_EQ(write("{'index': null}", "{'index': 3, 'disabled': null}"), "{\"index\":3}");
  EXPECT_EQ(write("{'name': 'x', 'updateTs': '1', 'regenerateCronTriggerIds': true}", "{'updateTs': '2'}"),
            "{\"name\":\"x\"}");
  EXPECT_EQ(write("{'triggers': [{'type': 'git'}, {'type': 'cron'}]}",
                  "{'triggers': [{'type': 'cron', 'runAsUser': 'a@managed-service-account', 'id': 'i'}]}"),
            "{\"triggers\":[{\"type\":\"git\"},{\"type\":\"cron\",\"runAsUser\":\"a@managed-service-account\"}]}");
  EXPECT_EQ(write("{'triggers': [{'type': 'git'}]}", "{'triggers': [{'type': 'git', 'runAsUser': 'me'}]}"),
            "{\"triggers\":[{\"type\":\"git\"}]}");
  EXPECT_EQ(write("[]", "{'index': 3}"), "[]");
}

TEST(ToWrite, OfAWrittenPipelineSaysTheSame) {
  Value pipeline = sample_pipeline();
  link(pipeline, sample_context());
  const Value stored = through_front50(pipeline);
  EXPECT_TRUE(says_the_same(pipeline, to_write(pipeline, stored)));
  EXPECT_EQ(digest_of(to_write(pipeline, stored)), digest_of(pipeline));
}

}  // namespace
}  // namespace sailmaker::pipeline
