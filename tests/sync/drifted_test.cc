#include "sync/drifted.h"

#include "sync/recorded.h"
#include "tests/sync/small_fleet.h"

namespace sailmaker::sync {
namespace {

const std::string kDev = "azar/api/dev/deploy";

class DriftSearch : public SmallFleet {
 protected:
  void run() {
    const RunInfo info{"20261127t101502-000000", "sync", "me", "/fleet"};
    apply_recorded(plan(), *target_, {}, info, *target_->records()).value();
  }

  DriftReport search(const std::string& selector = "**", const Ignoring& ignoring = Ignoring()) {
    RunBook book(*target_->records());
    DriftOptions options;
    options.selector = fleet::Selector::parse(selector).value();
    return find_drift(*target_, book, ignoring, options).value();
  }
};

TEST_F(DriftSearch, FindsNothingAfterASync) {
  run();
  const DriftReport report = search();
  EXPECT_TRUE(report.drifted.empty());
  EXPECT_EQ(report.looked_at, 4U);
}

TEST_F(DriftSearch, SaysWhoChangedWhatSinceWhichRun) {
  run();
  change_by_hand(kDev, "description", Value("by hand"));
  change_by_hand(kDev, "lastModifiedBy", Value("sammie"));
  const DriftReport report = search();
  ASSERT_EQ(report.drifted.size(), 1U);
  const Drifted& drifted = report.drifted[0];
  EXPECT_EQ(drifted.key, kDev);
  EXPECT_EQ(drifted.who, "sammie");
  EXPECT_EQ(drifted.run, "20261127t101502-000000");
  ASSERT_EQ(drifted.changes.size(), 1U);
  EXPECT_EQ(drifted.changes[0].label, "description");
  EXPECT_EQ(drifted.changes[0].before.as_string(), "v1.0.0");
  EXPECT_EQ(drifted.changes[0].after.as_string(), "by hand");
}

TEST_F(DriftSearch, FindsWhatWasWrittenInTheStoresHistory) {
  EXPECT_TRUE(apply(plan(), *target_, {}).value().is_complete());
  change_by_hand(kDev, "description", Value("by hand"));
  const DriftReport report = search();
  ASSERT_EQ(report.drifted.size(), 1U);
  EXPECT_EQ(report.drifted[0].run, "");
  EXPECT_EQ(report.drifted[0].changes.size(), 1U);
}

TEST_F(DriftSearch, IsNotAboutWhatPeopleMaySet) {
  run();
  change_by_hand(kDev, "disabled", Value(true));
  change_by_hand(kDev, "index", Value(3));
  EXPECT_TRUE(search().drifted.empty());
}

TEST_F(DriftSearch, KeepsToTheSelectorAndLeavesOthersPipelinesAlone) {
  run();
  change_by_hand(kDev, "description", Value("by hand"));
  ASSERT_TRUE(target_->write("mine", R"({"id":"mine","name":"x","application":"y"})", {}).ok());
  EXPECT_TRUE(search("azar/*/prod").drifted.empty());
  EXPECT_EQ(search("azar/*/dev").drifted.size(), 1U);
  EXPECT_EQ(search("azar/*/dev").looked_at, 2U);
}

TEST_F(DriftSearch, LeavesOutWhatIsIgnored) {
  run();
  change_by_hand(kDev, "description", Value("by hand"));
  const std::vector<fleet::IgnoredPart> parts{{fleet::PartPattern::parse("description", "path").value(), {}}};
  EXPECT_TRUE(search("**", Ignoring(parts)).drifted.empty());
  change_by_hand(kDev, "limitConcurrent", Value(true));
  const DriftReport report = search("**", Ignoring(parts));
  ASSERT_EQ(report.drifted.size(), 1U);
  ASSERT_EQ(report.drifted[0].changes.size(), 1U);
  EXPECT_EQ(report.drifted[0].changes[0].label, "limitConcurrent");
}

TEST_F(DriftSearch, SaysWhatCannotBeRead) {
  run();
  ASSERT_TRUE(target_->write("broken", "{", {}).ok());
  const DriftReport report = search();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].error.message, "a stored pipeline cannot be read");
}

}  // namespace
}  // namespace sailmaker::sync
