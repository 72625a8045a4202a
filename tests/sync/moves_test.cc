#include "sync/moves.h"

#include <gtest/gtest.h>

#include "sync/plan_file.h"
#include "tests/sync/small_fleet.h"

namespace sailmaker::sync {
namespace {

Plan plan_of(const std::string& name, std::initializer_list<std::pair<Action, const char*>> changes,
             std::vector<std::string> orphans = {}) {
  Plan plan;
  plan.target = "memory " + name;
  plan.target_name = name;
  for (const auto& [action, key] : changes) {
    Change& change = plan.changes.emplace_back();
    change.action = action;
    change.key = key;
    change.after = action == Action::remove ? "" : "{}";
  }
  plan.orphans = std::move(orphans);
  return plan;
}

HomeOf homes(std::map<std::string, std::string> of) {
  return [of = std::move(of)](const std::string& key) {
    const auto found = of.find(key);
    return found == of.end() ? std::string() : found->second;
  };
}

using Moved = std::map<std::string, std::string>;

TEST(Moves, AreNotedOnBothSides) {
  Plan seoul = plan_of("seoul", {{Action::remove, "a"}, {Action::remove, "gone"}}, {"b"});
  Plan virginia = plan_of("virginia", {{Action::create, "a"}, {Action::create, "new"}});
  Plan* const plans[] = {&seoul, &virginia};
  note_moves(plans, homes({{"a", "virginia"}, {"b", "virginia"}, {"new", "virginia"}}));
  EXPECT_EQ(seoul.moved, (Moved{{"a", "virginia"}, {"b", "virginia"}}));
  EXPECT_EQ(virginia.moved, (Moved{{"a", "seoul"}}));
  EXPECT_EQ(seoul.changes.size(), 2U);
}

TEST(Moves, WithoutAFleetThePlansTell) {
  Plan seoul = plan_of("seoul", {{Action::create, "a"}});
  Plan virginia = plan_of("virginia", {{Action::remove, "a"}, {Action::remove, "b"}});
  Plan* const plans[] = {&seoul, &virginia};
  note_moves(plans, {});
  EXPECT_EQ(seoul.moved, (Moved{{"a", "virginia"}}));
  EXPECT_EQ(virginia.moved, (Moved{{"a", "seoul"}}));
}

TEST(Moves, ToATargetThatIsNotPlannedDeleteNothing) {
  Plan seoul = plan_of("seoul", {{Action::update, "c"}, {Action::remove, "a"}, {Action::remove, "gone"}});
  Plan* const plans[] = {&seoul};
  note_moves(plans, homes({{"a", "virginia"}, {"c", "seoul"}}));
  ASSERT_EQ(seoul.changes.size(), 2U);
  EXPECT_EQ(seoul.changes[1].key, "gone");
  EXPECT_EQ(seoul.orphans, std::vector<std::string>{"a"});
}

TEST(Moves, TheNewTargetGoesFirst) {
  Plan a = plan_of("a", {{Action::remove, "1"}});
  Plan b = plan_of("b", {{Action::remove, "2"}, {Action::create, "1"}});
  Plan c = plan_of("c", {{Action::create, "2"}});
  Plan* const plans[] = {&a, &b, &c};
  note_moves(plans, {});
  const Plan* const all[] = {&a, &b, &c};
  EXPECT_EQ(order_of(all), (std::vector<std::size_t>{2, 1, 0}));
  EXPECT_EQ(order_of(std::span(all, 1)), (std::vector<std::size_t>{0}));
}

TEST(Moves, InACircleEachGoesOnce) {
  Plan a = plan_of("a", {{Action::remove, "1"}, {Action::create, "2"}});
  Plan b = plan_of("b", {{Action::remove, "2"}, {Action::create, "1"}});
  Plan* const plans[] = {&a, &b};
  note_moves(plans, {});
  const Plan* const all[] = {&a, &b};
  EXPECT_EQ(order_of(all), (std::vector<std::size_t>{0, 1}));
  EXPECT_TRUE(Waiting(all).must_stay(0, a.changes[0]));
}

TEST(Moves, WhatIsNotInItsNewTargetStays) {
  Plan seoul = plan_of("seoul", {{Action::remove, "a"}, {Action::remove, "there"}, {Action::remove, "gone"}});
  Plan virginia = plan_of("virginia", {{Action::create, "a"}});
  Plan* const plans[] = {&seoul, &virginia};
  note_moves(plans, homes({{"a", "virginia"}, {"there", "virginia"}}));
  const Plan* const all[] = {&seoul, &virginia};
  Waiting waiting(all);
  const auto stays = [&](std::size_t i) { return waiting.must_stay(0, seoul.changes[i]); };
  EXPECT_TRUE(stays(0));
  EXPECT_FALSE(stays(1));  // virginia's plan has nothing to do for it
  EXPECT_FALSE(stays(2));
  Report report;
  report.changes.resize(1);
  waiting.note(1, report);
  for (const Fate fate : {Fate::not_begun, Fate::failed, Fate::moved_on, Fate::drifted}) {
    report.changes[0].fate = fate;
    EXPECT_TRUE(stays(0)) << to_string(fate);
  }
  report.changes[0].fate = Fate::done;
  EXPECT_FALSE(stays(0));
  EXPECT_TRUE(Waiting(std::span(all, 1)).must_stay(0, seoul.changes[0]));
}

TEST(Moves, SavedPlansKeepThem) {
  Plan seoul = plan_of("seoul", {});
  seoul.moved = {{"a", "virginia"}};
  const Plan virginia = plan_of("virginia", {{Action::create, "a"}});
  const Plan* const both[] = {&seoul, &virginia};
  const auto read = decode_plans(to_json(encode_all(both)), "x.plan").value();
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].target_name, "seoul");
  EXPECT_EQ(read[0].moved, seoul.moved);
  EXPECT_EQ(read[1].changes.size(), 1U);
  EXPECT_FALSE(decode_plan(to_json(encode_all(both)), "x.plan"));
  EXPECT_FALSE(decode_plans(R"({"format":"sailmaker-plans","version":1})", "x.plan"));
  EXPECT_FALSE(decode_plans(R"({"format":"sailmaker-plans","version":1,"plans":[{}]})", "x.plan"));
  EXPECT_FALSE(decode_plans(R"({"format":"sailmaker-plans","version":2,"plans":[]})", "x.plan"));
}

TEST(Moves, ASinglePlanOfAFleetWithOneTargetIsSavedAsBefore) {
  const Plan alone = plan_of("", {{Action::create, "a"}});
  const Plan* const one[] = {&alone};
  EXPECT_EQ(to_json(encode_all(one)), to_json(encode(alone)));
  EXPECT_EQ(to_json(summary_of_all(one)), to_json(summary(alone)));
  EXPECT_EQ(encode(alone).find("target_name"), nullptr);
  EXPECT_EQ(encode(alone).find("moved"), nullptr);
}

// Two targets: what the fleet keeps in `far` is a stranger in the other.
class TwoTargets : public SmallFleet {
 protected:
  TwoTargets() : far_(target::make_memory()) {
    folder_.write("fleet.yaml",
                  "vars: {version: 1.0.0}\nstacks:\n  dev: {}\n  prod: {target: far}\nproducts: {azar: {}}\n"
                  "teams: {devops: {}}\ntarget: {type: directory, path: ./a}\n"
                  "targets: {far: {type: directory, path: ./b}}\n");
  }

  Plan plan_in(const std::string& name, target::Target& target, Prune prune = Prune::no) {
    const fleet::Fleet fleet = folder_.read();
    const generate::Generator generator(fleet);
    PlanOptions options;
    options.home = fleet.find_target(name);
    options.prune = prune;
    Planned made = make_plan(generator, fleet, target, options).value();
    for (const Finding& finding : made.findings) ADD_FAILURE() << to_text(finding.error);
    return std::move(made.plan);
  }

  static std::string text(const Plan& plan) {
    std::string out;
    for (const Change& change : plan.changes) out += std::string(to_string(change.action)) + " " + change.key + "\n";
    for (const std::string& key : plan.orphans) out += "orphan " + key + "\n";
    return out;
  }

  std::unique_ptr<target::Target> far_;
};

TEST_F(TwoTargets, EachHoldsItsOwn) {
  EXPECT_EQ(text(plan_in("target", *target_)), "create azar/api/dev/deploy\ncreate azar/api/dev/check\n");
  EXPECT_EQ(text(plan_in("far", *far_)), "create azar/api/prod/deploy\ncreate azar/api/prod/check\n");
}

TEST_F(TwoTargets, WhatBelongsToTheOtherIsAnOrphanAndPrunedWhenAsked) {
  const Plan all = plan();  // as if there were but one
  ASSERT_TRUE(apply(all, *target_, {}).value().is_complete());
  const Plan kept = plan_in("target", *target_);
  EXPECT_EQ(kept.unchanged, 2U);
  EXPECT_EQ(kept.orphans.size(), 2U);
  EXPECT_EQ(kept.changes.size(), 0U);
  const Plan pruned = plan_in("target", *target_, Prune::yes);
  EXPECT_EQ(pruned.count(Action::remove), 2U);
  for (const Change& change : pruned.changes) EXPECT_NE(change.key.find("/prod/"), std::string::npos) << change.key;
}

TEST_F(TwoTargets, RemovalsMayBeHeldBack) {
  ASSERT_TRUE(apply(plan(), *target_, {}).value().is_complete());
  const Plan pruned = plan_in("target", *target_, Prune::yes);
  ApplyOptions options;
  options.hold = [](const Change& removal) { return removal.key == "azar/api/prod/deploy"; };
  const Report report = apply(pruned, *target_, options).value();
  EXPECT_EQ(report.count(Fate::done), 1U);
  EXPECT_EQ(report.count(Fate::not_begun), 1U);
  EXPECT_NE(body("azar/api/prod/deploy"), "");
  EXPECT_EQ(body("azar/api/prod/check"), "");
}

TEST_F(TwoTargets, OneIsTheOther) {
  ASSERT_TRUE(apply(plan(), *target_, {}).value().is_complete());
  const std::string id = id_of("azar/api/dev/deploy");
  EXPECT_TRUE(is_same_place(*target_, *target_, id).value());
  EXPECT_FALSE(is_same_place(*target_, *far_, id).value());
  EXPECT_FALSE(is_same_place(*target_, *target_, "nothing").value());
}

}  // namespace
}  // namespace sailmaker::sync
