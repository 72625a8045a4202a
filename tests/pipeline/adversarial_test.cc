#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "pipeline/identity.h"
#include "pipeline/link.h"
#include "pipeline/mark.h"
#include "pipeline/server_fields.h"
#include "pipeline/validate.h"
#include "tests/pipeline/samples.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {
namespace {

using Clock = std::chrono::steady_clock;

// Long beyond what any of these needs, also under a sanitizer; quadratic work on these sizes would take longer.
constexpr auto kBounded = std::chrono::seconds(20);

Value with(std::string_view key, Value value) {
  return Value(Map{{"name", "x"}, {"application", "azar"}, {Value(key), std::move(value)}});
}

Value stage(int ref_id, List requisites) {
  return Value(Map{{"refId", Value(std::to_string(ref_id))},
                   {"requisiteStageRefIds", Value(std::move(requisites))},
                   {"type", "wait"},
                   {"waitTime", 1}});
}

void run_everything(const Value& document) {
  Value linked = document;
  link(linked, sample_context());
  validate(linked);
  says_the_same(linked, document);
  comparable(document, linked);
  to_write(linked, document);
  digest_of(linked);
  mark_of(linked);
  replace_ids(linked, {{"06b9dc2c-5cb7-53b1-bad8-4dcb07d787b7", "x"}});
}

// Every field that somebody looks at, holding every kind of value.
TEST(Adversarial, AnyFieldMayHoldAnything) {
  const Value odd[] = {Value(),
                       Value(true),
                       Value(7),
                       Value(2.5),
                       Value(""),
                       Value("x"),
                       Value(List{}),
                       Value(Map{}),
                       Value(List{Value()}),
                       Value(List{Value(List{})}),
                       Value(Map{{Value(1), Value()}}),
                       Value::big_integer("123456789012345678901234567890"),
                       Value(std::numeric_limits<double>::infinity()),
                       Value("0b7b4b4c-3c61-4d1e-9a55-000000000001")};
  const Value sample = sample_pipeline(1);
  std::vector<Path> paths = {{}};
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const Value* part = find(sample, paths[i]);
    const auto add = [&](PathStep step) {
      Path path = paths[i];
      path.push_back(std::move(step));
      paths.push_back(std::move(path));
    };
    if (part->is_list()) {
      for (std::size_t k = 0; k < part->as_list().size(); ++k) add(k);
    } else if (part->is_map()) {
      for (const Map::Entry& entry : part->as_map()) add(std::string(entry.key.as_string()));
    }
  }
  for (const Path& path : paths) {
    for (const Value& value : odd) {
      Value document = sample;
      Value* part = &document;
      for (const PathStep& step : path) {
        part = std::holds_alternative<std::string>(step) ? part->mutable_map().find(std::get<std::string>(step))
                                                         : &part->mutable_list()[std::get<std::size_t>(step)];
      }
      *part = value;
      run_everything(document);
    }
  }
}

TEST(Adversarial, KeysThatAreNoText) {
  const Value document(
      Map{{"name", "x"}, {"application", "a"}, {Value(true), Value(Map{{Value(1), "x"}, {Value(), "y"}})}});
  EXPECT_EQ(to_text(validate(document)),
            "error (document) [key-not-text]: this map has the key true, which is no text\n"
            "  hint: YAML reads on, off, yes and no as booleans: put the key in quotes\n");
  EXPECT_EQ(to_text(validate(with("on", Value(Map{{Value(1), "x"}, {Value(), "y"}})))),
            "error on [key-not-text]: this map has the key 1, which is no text\n  hint: put the key in quotes\n"
            "error on [key-not-text]: this map has the key null, which is no text\n  hint: put the key in quotes\n");
  run_everything(document);
}

TEST(Adversarial, NumbersThatAreNone) {
  const double infinite = std::numeric_limits<double>::infinity();
  const List numbers = {Value(infinite), Value(-infinite), Value(std::numeric_limits<double>::quiet_NaN()), Value(1.5)};
  EXPECT_EQ(to_text(validate(with("n", Value(numbers)))),
            "error n[0] [not-json]: JSON has no number inf\nerror n[1] [not-json]: JSON has no number -inf\n"
            "error n[2] [not-json]: JSON has no number nan\n");
  run_everything(with("n", Value(numbers)));
}

Value nested(int depth) {
  Value value("x");
  for (int i = 0; i < depth; ++i) value = i % 2 == 0 ? Value(List{value}) : Value(Map{{"a", value}});
  return value;
}

TEST(Adversarial, DeepNesting) {
  EXPECT_EQ(to_text(validate(with("a", nested(499)))), "");
  const Problems problems = validate(with("a", nested(100'000)));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].rule, "too-deep");
  EXPECT_EQ(problems[0].message, "lists and maps are nested more than 500 deep");
  Value deep = with("a", nested(100'000));
  EXPECT_EQ(to_text(link(deep, sample_context())), "");
  EXPECT_THROW(digest_of(deep), TooDeep);
  EXPECT_THROW(replace_ids(deep, {{"a", "b"}}), TooDeep);
  EXPECT_THROW(says_the_same(with("a", nested(100'000)), with("a", nested(100'000))), TooDeep);
}

TEST(Adversarial, ACircleOfManyStages) {
  constexpr int kStages = 10'000;
  List stages;
  for (int i = 0; i < kStages; ++i) stages.push_back(stage(i, {Value(std::to_string((i + 1) % kStages))}));
  const auto start = Clock::now();
  EXPECT_EQ(
      to_text(validate(with("stages", Value(stages)))),
      "error stages[0].requisiteStageRefIds [stage-cycle]: stages wait for each other: '0' -> '1' -> '2' -> '3' -> "
      "'4' -> '5' -> '6' -> '7' -> '8' -> '9' -> '10' -> ... (9988 more) -> '9999' -> '0'\n"
      "  hint: the arrow means \"requires\"; take one of them out\n");
  EXPECT_LT(Clock::now() - start, kBounded);
}

TEST(Adversarial, ManyOfEverything) {
  constexpr int kMany = 20'000;
  List stages;
  List artifacts;
  List triggers;
  for (int i = 0; i < kMany; ++i) {
    Value each = stage(i, i == 0 ? List{} : List{Value(std::to_string(i - 1))});
    each.mutable_map().set("manifestArtifactId", Value("a" + std::to_string(i % 3 == 0 ? 0 : i)));
    each.mutable_map().set("expectedArtifacts", json("[{'displayName': 'same', 'matchArtifact': {}}]"));
    each.mutable_map().set("requiredArtifactIds", json("['same', 'unknwon']"));
    stages.push_back(std::move(each));
    artifacts.push_back(Value(Map{{"displayName", Value("a" + std::to_string(i))}, {"matchArtifact", Value(Map())}}));
    triggers.push_back(json("{'type': 'git', 'enabled': true, 'source': 's', 'project': 'p', 'slug': 's'}"));
  }
  Value document = with("stages", Value(stages));
  document.mutable_map().set("expectedArtifacts", Value(artifacts));
  document.mutable_map().set("triggers", Value(triggers));
  const auto start = Clock::now();
  const Problems problems = link(document, sample_context());
  EXPECT_GT(problems.size(), static_cast<std::size_t>(kMany));
  validate(document);
  EXPECT_LT(Clock::now() - start, kBounded);
}

TEST(Adversarial, ALadderOfManyEdgesIsGivenUp) {
  constexpr int kStages = 1'500;
  List stages;
  List requisites;
  for (int i = 0; i < kStages; ++i) {
    Value each = stage(i, requisites);
    each.mutable_map().set("expectedArtifacts", json("[{'displayName': 'first'}]"));
    each.mutable_map().set("manifestArtifactId", "first");
    stages.push_back(std::move(each));
    requisites.emplace_back(std::to_string(i));
  }
  Value document = with("stages", Value(stages));
  const auto start = Clock::now();
  const Problems problems = link(document, sample_context());
  EXPECT_LT(Clock::now() - start, kBounded);
  const auto found = std::find_if(problems.begin(), problems.end(),
                                  [](const Problem& problem) { return problem.rule == "too-many-stages"; });
  ASSERT_NE(found, problems.end());
  EXPECT_EQ(found->message, "1500 stages with so many requisites are too many to follow their artifacts");
}

TEST(Adversarial, ManyProblemsOfEachKind) {
  constexpr int kMany = 20'000;
  List stages(kMany, json("{'refId': 'a', 'requisiteStageRefIds': ['b'], 'type': 'wiat', 'failPipeline': 1}"));
  const auto start = Clock::now();
  EXPECT_GT(validate(with("stages", Value(stages))).size(), static_cast<std::size_t>(kMany) * 3);
  EXPECT_LT(Clock::now() - start, kBounded);
}

}  // namespace
}  // namespace sailmaker::pipeline
