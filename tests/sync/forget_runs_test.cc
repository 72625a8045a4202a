#include "sync/forget_runs.h"

#include <gtest/gtest.h>

#include "sync/recorded.h"
#include "sync/run_book.h"
#include "tests/sync/small_fleet.h"

namespace sailmaker::sync {
namespace {

std::string run_id(int n) { return "20261127t1015" + std::to_string(10 + n) + "-ab12cd"; }

class ForgetRuns : public SmallFleet {
 protected:
  target::Records& records() { return *target_->records(); }

  void put_run(int n, bool whole = true) {
    std::vector<std::string> parts = {".body-0001", ".list-0001", ".end"};
    if (whole) parts.push_back(".run");
    for (const std::string& part : parts) ASSERT_TRUE(records().put(run_id(n) + part, "x"));
  }

  std::size_t forget(std::size_t keep, std::size_t most = kMostForgotten) {
    return forget_runs(records(), keep, 4, most).value();
  }

  std::string names() {
    std::string out;
    const std::vector<std::string> all = records().names().value();
    for (const std::string& name : all) {
      if (name.ends_with(".run") || name.ends_with(".end"))
        out += name.substr(13, 2) + name.substr(name.size() - 4) + " ";
    }
    return out;
  }
};

TEST_F(ForgetRuns, KeepsTheNewest) {
  for (int n = 0; n < 5; ++n) put_run(n);
  ASSERT_TRUE(records().put("somebody-elses", "x"));
  EXPECT_EQ(forget(0), 0U);
  EXPECT_EQ(forget(5), 0U);
  EXPECT_EQ(forget(3), 2U);
  EXPECT_EQ(names(), "12.end 12.run 13.end 13.run 14.end 14.run ");
  EXPECT_EQ(records().names().value().size(), 13U);
  EXPECT_EQ(forget(3), 0U);
}

TEST_F(ForgetRuns, TheOldestFirstAndNotAllAtOnce) {
  for (int n = 0; n < 9; ++n) put_run(n);
  EXPECT_EQ(forget(2, 4), 4U);
  EXPECT_EQ(names().substr(0, 7), "14.end ");
  EXPECT_EQ(forget(2, 4), 3U);
  EXPECT_EQ(names(), "17.end 17.run 18.end 18.run ");
}

TEST_F(ForgetRuns, WhatWasCutShortGoesAndWhatIsAboutToBeginStays) {
  put_run(0, false);
  for (int n = 1; n < 4; ++n) put_run(n);
  put_run(5, false);
  EXPECT_EQ(forget(2), 1U);
  EXPECT_EQ(names(), "12.end 12.run 13.end 13.run 15.end ");
}

TEST_F(ForgetRuns, AFailureLosesNoKeptRun) {
  for (const auto when : {target::FailWhen::before, target::FailWhen::after}) {
    for (int failing = 1; failing < 11; ++failing) {
      for (int n = 0; n < 4; ++n) put_run(n);
      const auto bad = target::make_failing(*target_, failing, 1, when);
      static_cast<void>(forget_runs(*bad->records(), 2, 1).ok());
      EXPECT_EQ(RunBook(records()).ids().value().front(), run_id(3));
      EXPECT_GE(RunBook(records()).ids().value().size(), 2U);
      static_cast<void>(forget(2));
      const std::string left = names();
      EXPECT_TRUE(left.ends_with("12.end 12.run 13.end 13.run ")) << left;
    }
  }
}

// The kept run is rolled back when nothing is left of the others.
TEST_F(ForgetRuns, AKeptRunCanBeUndone) {
  const auto run_as = [&](int n) {
    const RunInfo info{run_id(n), "sync", "sammie", "/fleet"};
    EXPECT_TRUE(apply_recorded(plan(), *target_, {}, info, records()).ok());
  };
  run_as(0);
  const std::string before = body("azar/api/prod/deploy");
  set_version("2.0.0");
  run_as(1);
  ASSERT_NE(body("azar/api/prod/deploy"), before);
  EXPECT_EQ(forget(1), 1U);
  RunBook book(records());
  const sync::Run kept = book.read(run_id(1)).value().value();
  const auto changes = book.changes(kept).value();
  const auto bodies = book.bodies(kept, changes).value();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].key != "azar/api/prod/deploy") continue;
    EXPECT_EQ(bodies[i].before, before);
  }
}

}  // namespace
}  // namespace sailmaker::sync
