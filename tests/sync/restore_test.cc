#include "sync/restore.h"

#include "sync/recorded.h"
#include "tests/sync/small_fleet.h"

namespace sailmaker::sync {
namespace {

const std::string kDev = "azar/api/dev/deploy";
const std::string kProd = "azar/api/prod/deploy";

class Restore : public SmallFleet {
 protected:
  /// Carries out a plan as run number n.
  void run(int n, const Plan& plan, Drift drift = Drift::keep) {
    ApplyOptions options;
    options.drift = drift;
    apply_recorded(plan, *target_, options, info(n), *target_->records()).value();
  }

  static RunInfo info(int n) { return {"20261127t10150" + std::to_string(n) + "-000000", "sync", "me", "/fleet"}; }

  Planned undo(int n) {
    RunBook book(*target_->records());
    const sync::Run run = book.read(info(n).id).value().value();
    RestoreOptions options;
    options.title = "rollback " + run.id;
    options.is_protected = [](const std::string& key) { return key.find("/prod/") != std::string::npos; };
    return plan_restorations(undoing(book, run).value(), *target_, options).value();
  }
};

TEST_F(Restore, UndoesUpdatesToTheByte) {
  run(1, plan());
  const std::string before = body(kDev);
  set_version("1.1.0");
  run(2, plan());
  ASSERT_NE(body(kDev), before);
  const Plan back = undo(2).plan;
  EXPECT_EQ(back.count(Action::update), 2U);
  EXPECT_EQ(back.changes[0].differences.size(), 1U);
  EXPECT_FALSE(back.changes[0].is_protected);
  EXPECT_TRUE(back.changes[1].is_protected);
  run(3, back);
  EXPECT_EQ(body(kDev), before);
  // A rollback is a run like any other.
  run(4, undo(3).plan);
  EXPECT_NE(body(kDev), before);
  EXPECT_TRUE(plan().changes.empty());
}

TEST_F(Restore, RemovesWhatWasCreated) {
  run(1, plan());
  const Plan back = undo(1).plan;
  EXPECT_EQ(back.count(Action::remove), 4U);
  run(2, back);
  EXPECT_TRUE(target_->list().value().empty());
}

TEST_F(Restore, BringsBackWhatWasRemoved) {
  run(1, plan());
  const std::string before = body("azar/api/prod/check");
  folder_.write("services/azar/api.yaml",
                "team: devops\nnamespace: api\ngit_repo: r\nstacks:\n  dev: {pipelines: [deploy, check]}\n  prod: "
                "{pipelines: [deploy]}\n");
  PlanOptions options;
  options.prune = Prune::yes;
  run(2, plan(options));
  ASSERT_EQ(body("azar/api/prod/check"), "");
  const Plan back = undo(2).plan;
  ASSERT_EQ(back.changes.size(), 1U);
  EXPECT_EQ(back.changes[0].action, Action::create);
  run(3, back);
  EXPECT_EQ(body("azar/api/prod/check"), before);
}

TEST_F(Restore, LeavesAloneWhatSomebodyChangedSince) {
  run(1, plan());
  set_version("1.1.0");
  run(2, plan());
  change_by_hand(kDev, "description", Value("by hand"));
  const std::string left = body(kDev);
  const Plan back = undo(2).plan;
  ASSERT_EQ(back.changes.size(), 2U);
  EXPECT_TRUE(back.changes[0].drifted);
  EXPECT_FALSE(back.changes[1].drifted);
  run(3, back);
  EXPECT_EQ(body(kDev), left);
  run(4, undo(2).plan, Drift::overwrite);
  EXPECT_NE(body(kDev), left);
}

TEST_F(Restore, KnowsWhatALaterRunChanged) {
  run(1, plan());
  set_version("1.1.0");
  run(2, plan());
  set_version("1.2.0");
  run(3, plan());
  const Plan back = undo(2).plan;
  ASSERT_EQ(back.changes.size(), 2U);
  EXPECT_TRUE(back.changes[0].drifted && back.changes[1].drifted);
}

TEST_F(Restore, KeepsWhatPeopleSetByHand) {
  run(1, plan());
  set_version("1.1.0");
  run(2, plan());
  change_by_hand(kDev, "disabled", Value(true));
  change_by_hand(kDev, "updateTs", Value("1700000000000"));
  const Plan back = undo(2).plan;
  EXPECT_FALSE(back.changes[0].drifted);
  run(3, back);
  const Value pipeline = parse_json(body(kDev), kDev).value();
  EXPECT_TRUE(pipeline.find("disabled")->as_boolean());
  EXPECT_EQ(pipeline.find("updateTs"), nullptr);
}

TEST_F(Restore, NeverRemovesAPipelineWithoutTheMark) {
  run(1, plan());
  change_by_hand(kDev, "sailmaker", Value());
  const Planned back = undo(1);
  EXPECT_EQ(back.plan.changes.size(), 3U);
  ASSERT_EQ(back.findings.size(), 1U);
  EXPECT_EQ(back.findings[0].error.message,
            "the pipeline " + id_of(kDev) + " lost Sailmaker's mark, so it is not deleted");
}

TEST_F(Restore, UndoesAsMuchOfAKilledRunAsWasDone) {
  run(1, plan());
  set_version("1.1.0");
  Plan half = plan();
  RunBook book(*target_->records());
  ASSERT_TRUE(book.begin(info(2), half, *target_, 1).ok());
  half.changes.resize(1);
  apply(half, *target_, {}).value();
  const Plan back = undo(2).plan;
  ASSERT_EQ(back.changes.size(), 1U);
  EXPECT_EQ(back.changes[0].key, kDev);
  EXPECT_FALSE(back.changes[0].drifted);
  EXPECT_EQ(back.unchanged, 1U);
}

TEST_F(Restore, LeavesOutWhatTheRunLeftAlone) {
  run(1, plan());
  set_version("1.1.0");
  change_by_hand(kDev, "description", Value("by hand"));
  run(2, plan());
  const Plan back = undo(2).plan;
  ASSERT_EQ(back.changes.size(), 1U);
  EXPECT_EQ(back.changes[0].key, kProd);
}

TEST_F(Restore, BringsBackWhatSomebodyRemovedOnlyWhenAskedTo) {
  run(1, plan());
  set_version("1.1.0");
  run(2, plan());
  remove_by_hand(kDev);
  const Plan back = undo(2).plan;
  EXPECT_EQ(back.changes[0].action, Action::create);
  EXPECT_TRUE(back.changes[0].drifted);
  EXPECT_FALSE(back.changes[0].seen.has_value());
}

}  // namespace
}  // namespace sailmaker::sync
