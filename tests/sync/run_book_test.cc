#include "sync/run_book.h"

#include <algorithm>

#include "sync/recorded.h"
#include "tests/sync/small_fleet.h"

namespace sailmaker::sync {
namespace {

TEST(RunId, SortsByTimeAndIsRecognised) {
  const std::string id = new_run_id(1795774502000);
  EXPECT_EQ(id.substr(0, 19), "20261127t101502-000");
  EXPECT_EQ(new_run_id(1795774502999).substr(0, 19), "20261127t101502-3e7");
  EXPECT_TRUE(is_run_id(id));
  EXPECT_LT(new_run_id(1), id);
  for (const char* other : {"", "azar/api/dev/deploy", "20261127t101502", "20261127t101502-ABCDEF",
                            "20261127x101502-abcdef", "20261127t101502-abcdef0"}) {
    EXPECT_FALSE(is_run_id(other)) << other;
  }
}

const RunInfo kInfo{"20261127t101502-ab12cd", "sync", "sammie@laptop", "/fleet"};

class Runs : public SmallFleet {
 protected:
  RunBook book() { return RunBook(*target_->records()); }

  Report run(const Plan& plan, const RunInfo& info = kInfo, const ApplyOptions& options = {}) {
    auto recorded = apply_recorded(plan, *target_, options, info, *target_->records()).value();
    EXPECT_FALSE(recorded.unrecorded.has_value());
    return std::move(recorded.report);
  }
};

TEST_F(Runs, AreWrittenDownWithTheirBodies) {
  run(plan());
  RunBook book = this->book();
  EXPECT_EQ(book.ids().value(), std::vector<std::string>{kInfo.id});
  const sync::Run run = book.read(kInfo.id).value().value();
  EXPECT_EQ(run.who, "sammie@laptop");
  EXPECT_EQ(run.command, "sync");
  EXPECT_EQ(run.target, "memory");
  EXPECT_EQ(run.created, 4U);
  EXPECT_EQ(run.updated + run.removed, 0U);
  ASSERT_TRUE(run.end.has_value());
  EXPECT_EQ(run.end->fates.at(Fate::done), 4U);
  const auto changes = book.changes(run).value();
  ASSERT_EQ(changes.size(), 4U);
  EXPECT_EQ(changes[2].key, "azar/api/prod/deploy");
  EXPECT_EQ(changes[2].action, Action::create);
  EXPECT_EQ(changes[2].fate, Fate::done);
  EXPECT_EQ(changes[2].written, target_->read(changes[2].id).value()->version);
  const auto bodies = book.bodies(run, changes).value();
  EXPECT_EQ(bodies[2].before, "");
  EXPECT_EQ(bodies[2].after, body("azar/api/prod/deploy"));
}

TEST_F(Runs, KeepTheBodyThatWasThereBefore) {
  run(plan());
  const std::string before = body("azar/api/dev/deploy");
  set_version("1.1.0");
  RunInfo later = kInfo;
  later.id = "20261127t101503-000000";
  run(plan(), later);
  RunBook book = this->book();
  EXPECT_EQ(book.ids().value().front(), later.id);
  const sync::Run second = book.read(later.id).value().value();
  const auto changes = book.changes(second).value();
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(book.bodies(second, changes).value()[0].before, before);
}

TEST_F(Runs, SayWhatWasNotDone) {
  run(plan());
  set_version("1.1.0");
  change_by_hand("azar/api/dev/deploy", "description", Value("by hand"));
  RunInfo later = kInfo;
  later.id = "20261127t101503-000000";
  const Report report = run(plan(), later);
  EXPECT_EQ(report.count(Fate::drifted), 1U);
  RunBook book = this->book();
  const sync::Run second = book.read(later.id).value().value();
  EXPECT_EQ(second.end->fates.at(Fate::drifted), 1U);
  EXPECT_EQ(book.changes(second).value()[0].fate, Fate::drifted);
}

TEST_F(Runs, ThatWriteNothingLeaveNoRecord) {
  run(plan());
  change_by_hand("azar/api/dev/deploy", "description", Value("by hand"));
  RunInfo later = kInfo;
  later.id = "20261127t101503-000000";
  run(plan(), later);
  EXPECT_EQ(book().ids().value().size(), 1U);
}

TEST_F(Runs, BeginOnlyWhenTheyCanBeWrittenDown) {
  const Plan first = plan();
  // Calls that can fail, in their order: the lock, then the records.
  for (int call = 2; call <= 4; ++call) {
    const auto failing = target::make_failing(*target_, call, 1, target::FailWhen::before);
    const auto recorded = apply_recorded(first, *failing, {}, kInfo, *failing->records());
    ASSERT_FALSE(recorded.ok());
    EXPECT_EQ(recorded.error().message, "nothing was written, because the record of this run cannot be kept");
    EXPECT_TRUE(target_->list().value().empty());
  }
}

TEST_F(Runs, ThatWereKilledAreSeenWithoutAnEnd) {
  ASSERT_TRUE(book().begin(kInfo, plan(), *target_, 2).ok());
  const sync::Run run = book().read(kInfo.id).value().value();
  EXPECT_FALSE(run.end.has_value());
  EXPECT_FALSE(book().changes(run).value()[0].fate.has_value());
}

TEST_F(Runs, OfManyPipelinesMakeFewRecords) {
  Plan large;
  large.target = "memory";
  const std::string text = "\"" + std::string(4000, 'x') + "\"";
  for (int i = 0; i < 12000; ++i) {
    Change change;
    change.key = "azar/api-" + std::to_string(i) + "/dev/deploy";
    change.id = std::to_string(i);
    change.after = text;
    large.changes.push_back(change);
  }
  ASSERT_TRUE(book().begin(kInfo, large, *target_, 2).ok());
  const auto names = target_->records()->names().value();
  EXPECT_EQ(names.size(), 1 + 2 + 12U);
  for (const std::string& name : names) EXPECT_LT(target_->records()->get(name).value()->size(), 1U << 20) << name;
  RunBook book = this->book();
  const sync::Run run = book.read(kInfo.id).value().value();
  const auto changes = book.changes(run).value();
  ASSERT_EQ(changes.size(), 12000U);
  EXPECT_EQ(changes[11999].key, "azar/api-11999/dev/deploy");
  EXPECT_EQ(book.bodies(run, std::span(changes).last(1)).value()[0].after, text);
}

TEST_F(Runs, ThatAreNotWholeAreErrors) {
  run(plan());
  target::Records& records = *target_->records();
  const auto reads = [&]() -> Result<std::vector<RunChange>> {
    auto run = book().read(kInfo.id);
    if (!run) return run.error();
    return book().changes(**run);
  };
  ASSERT_TRUE(reads().ok());
  const std::string list = records.get(kInfo.id + ".list-0001").value().value();
  ASSERT_TRUE(records.put(kInfo.id + ".list-0001", list.substr(0, 40)).ok());
  EXPECT_EQ(reads().error().message, "the record " + kInfo.id + ".list-0001 cannot be read");
  ASSERT_TRUE(records.put(kInfo.id + ".list-0001", list).ok());
  ASSERT_TRUE(records.put(kInfo.id + ".run", R"({"format":"sailmaker-run","version":2})").ok());
  EXPECT_EQ(reads().error().message, "the record " + kInfo.id + ".run is of another version of Sailmaker");
  ASSERT_TRUE(records.put(kInfo.id + ".run", "{").ok());
  EXPECT_FALSE(reads().ok());
}

TEST_F(Runs, IgnoreOtherRecords) {
  ASSERT_TRUE(target_->records()->put("notes.run", "x").ok());
  ASSERT_TRUE(target_->records()->put("20261127t101502-ab12cd.end", "x").ok());
  EXPECT_TRUE(book().ids().value().empty());
  EXPECT_FALSE(book().read("20261127t101502-ab12cd").value().has_value());
}

}  // namespace
}  // namespace sailmaker::sync
