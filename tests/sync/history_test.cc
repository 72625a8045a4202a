#include "sync/history.h"

#include "sync/clock.h"
#include "sync/deeds.h"
#include "sync/recorded.h"
#include "tests/sync/small_fleet.h"

namespace sailmaker::sync {
namespace {

const std::string kDev = "azar/api/dev/deploy";

/// A memory target that keeps no history, as an API may.
class Forgetful final : public target::Target {
 public:
  explicit Forgetful(target::Target& inner) : inner_(inner) {}

  std::string describe() const override { return inner_.describe(); }
  Result<std::vector<target::Listed>> list() override { return inner_.list(); }
  Result<std::optional<target::Stored>> read(std::string_view id) override { return inner_.read(id); }
  Result<target::Outcome> write(std::string_view id, std::string_view body,
                                const target::Precondition& precondition) override {
    return inner_.write(id, body, precondition);
  }
  Result<target::Outcome> remove(std::string_view id, const target::Precondition& precondition) override {
    return inner_.remove(id, precondition);
  }
  Result<std::vector<target::Revision>> history(std::string_view, int) override {
    return std::vector<target::Revision>();
  }
  Result<std::shared_ptr<void>> lock(std::string_view who) override { return inner_.lock(who); }
  Result<void> publish() override { return inner_.publish(); }
  target::Records* records() override { return inner_.records(); }

 private:
  target::Target& inner_;
};

class Versions : public SmallFleet {
 protected:
  void run(int n) { apply_recorded(plan(), *target_, {}, info(run_id(n)), *target_->records()).value(); }

  // Of the last minute: versions are looked up among the runs that began before they were written.
  std::string run_id(int n) const { return new_run_id(begun_ + 1000 * n).substr(0, 15) + "-000000"; }

  static RunInfo info(const std::string& id) { return {id, "sync", "me", "/fleet"}; }

  // Runs of tomorrow that did nothing to the pipelines of the fleet.
  void run_others(int count) {
    constexpr std::int64_t kDay = std::int64_t{24} * 3600 * 1000;
    Plan other;
    other.changes.emplace_back().id = "other";
    other.changes.front().key = "azar/other/dev/deploy";
    other.changes.front().after = "{}";
    Report report;
    report.changes.push_back({Fate::done, {}});
    RunBook book(*target_->records());
    for (int i = 0; i < count; ++i) {
      const std::string id = new_run_id(begun_ + kDay + 1000 * i);
      ASSERT_TRUE(book.begin(info(id), other, *target_, 1).ok());
      ASSERT_TRUE(book.end(id, report).ok());
    }
  }

  std::optional<History> history(const std::string& address) { return history_on(*target_, address); }

  static std::optional<History> history_on(target::Target& target, const std::string& address) {
    RunBook book(*target.records());
    return read_history(address, target, book, Ignoring(), 20).value();
  }

  const std::int64_t begun_ = now_ms() - 60000;
};

TEST_F(Versions, CountBackFromWhatIsStored) {
  run(1);
  set_version("1.1.0");
  run(2);
  const History found = history(kDev).value();
  EXPECT_TRUE(found.is_stored);
  EXPECT_EQ(found.key, kDev);
  EXPECT_EQ(found.application, "api");
  EXPECT_EQ(found.name, "dev-deploy");
  ASSERT_EQ(found.versions.size(), 2U);
  EXPECT_EQ(found.versions[0].number, 0U);
  EXPECT_EQ(found.versions[0].run, run_id(2));
  EXPECT_EQ(found.versions[0].who, "me");
  ASSERT_EQ(found.versions[0].changes.size(), 1U);
  EXPECT_EQ(found.versions[0].changes[0].label, "description");
  EXPECT_EQ(found.versions[1].run, run_id(1));
  EXPECT_TRUE(found.versions[1].changes.empty());
}

TEST_F(Versions, TellOursFromOthers) {
  run(1);
  change_by_hand(kDev, "description", Value("by hand"));
  change_by_hand(kDev, "lastModifiedBy", Value("sammie"));
  const History found = history(kDev).value();
  ASSERT_EQ(found.versions.size(), 3U);
  EXPECT_FALSE(found.versions[0].ours);
  EXPECT_EQ(found.versions[0].who, "sammie");
  EXPECT_EQ(found.versions[0].run, "");
  EXPECT_TRUE(found.versions[2].ours);
}

TEST_F(Versions, OfOneContentAreEachOfTheirOwnRun) {
  run(1);
  set_version("1.1.0");
  run(2);
  set_version("1.0.0");
  run(3);
  const History found = history(kDev).value();
  ASSERT_EQ(found.versions.size(), 3U);
  EXPECT_EQ(found.versions[0].run, run_id(3));
  EXPECT_EQ(found.versions[2].run, run_id(1));
}

TEST_F(Versions, OfARemovedPipelineBeginWithOne) {
  run(1);
  remove_by_hand(kDev);
  const History found = history(kDev).value();
  EXPECT_FALSE(found.is_stored);
  ASSERT_EQ(found.versions.size(), 1U);
  EXPECT_EQ(found.versions[0].number, 1U);
}

TEST_F(Versions, ComeFromTheRecordsWhereTheStoreKeepsNone) {
  run(1);
  const std::string first = body(kDev);
  set_version("1.1.0");
  run(2);
  set_version("1.2.0");
  run(3);
  Forgetful forgetful(*target_);
  const History found = history_on(forgetful, kDev).value();
  ASSERT_EQ(found.versions.size(), 3U);
  EXPECT_EQ(found.versions[0].body, body(kDev));
  EXPECT_EQ(found.versions[2].body, first);
  EXPECT_EQ(found.versions[2].number, 2U);
  EXPECT_EQ(found.versions[2].run, run_id(1));
}

TEST_F(Versions, AreFoundByTheMark) {
  const Value stored = Map{{"id", "old-id"}, {"name", "dev-deploy"}, {"application", "api"}};
  ASSERT_TRUE(target_->write("old-id", to_json(stored), target::Precondition::absent()).ok());
  apply(plan(), *target_, {}).value();  // without a record
  const History found = history(kDev).value();
  EXPECT_EQ(found.id, "old-id");
  EXPECT_EQ(found.versions.size(), 2U);
}

TEST_F(Versions, AreFoundByTheRunsWhenThePipelineIsGone) {
  const Value stored = Map{{"id", "old-id"}, {"name", "dev-deploy"}, {"application", "api"}};
  ASSERT_TRUE(target_->write("old-id", to_json(stored), target::Precondition::absent()).ok());
  run(1);
  const auto present = target_->read("old-id").value();
  ASSERT_EQ(target_->remove("old-id", target::Precondition::unchanged(present->version)).value(),
            target::Outcome::done);
  EXPECT_EQ(history(kDev).value().id, "old-id");
}

TEST_F(Versions, FindTheirRunBehindManyOthers) {
  run(1);
  run_others(static_cast<int>(kMostRuns) + 10);
  EXPECT_EQ(history(kDev).value().versions.at(0).run, run_id(1));
}

TEST_F(Versions, AreFoundInAnOldRunWhenThePipelineIsLongGone) {
  const Value stored = Map{{"id", "old-id"}, {"name", "dev-deploy"}, {"application", "api"}};
  ASSERT_TRUE(target_->write("old-id", to_json(stored), target::Precondition::absent()).ok());
  run(1);
  const auto present = target_->read("old-id").value();
  ASSERT_EQ(target_->remove("old-id", target::Precondition::unchanged(present->version)).value(),
            target::Outcome::done);
  run_others(static_cast<int>(kMostRuns) + 10);
  EXPECT_EQ(history(kDev).value().id, "old-id");
}

TEST_F(Versions, AreFoundById) {
  run(1);
  EXPECT_EQ(history(id_of(kDev)).value().key, kDev);
  EXPECT_FALSE(history("no-such-id").has_value());
  EXPECT_FALSE(history("azar/api/dev/nothing").has_value());
}

}  // namespace
}  // namespace sailmaker::sync
