// A database server that is killed in the middle of a sync.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "target/sql.h"
#include "tests/servers/databases.h"

namespace sailmaker::target {

namespace {

constexpr std::size_t kBatches = 200, kBatchSize = 25;

std::string id_of(std::size_t batch, std::size_t i) { return "p" + std::to_string(batch) + "-" + std::to_string(i); }

class SqlCrash : public testing::TestWithParam<sql::Kind> {
 protected:
  /// Writes batch after batch until one fails; how many are done.
  std::size_t write_batches(std::atomic<std::size_t>& done) const {
    const auto target = make_sql(sql::parse_address(url).value());
    for (std::size_t batch = done; batch < kBatches; ++batch) {
      std::vector<std::string> ids;
      for (std::size_t i = 0; i < kBatchSize; ++i) ids.push_back(id_of(batch, i));
      std::vector<Write> writes;
      for (const std::string& id : ids) writes.push_back({id, body, Precondition::absent()});
      std::size_t good = 0;
      for (const auto& outcome : target->write_all(writes)) good += outcome.ok() && *outcome == Outcome::done;
      EXPECT_TRUE(good == 0 || good == kBatchSize) << good;
      if (good == 0) return batch;
      done = batch + 1;
    }
    return kBatches;
  }

  servers::OwnServer server{GetParam()};
  std::string url = servers::new_front50(GetParam(), server.url());
  std::string body = R"({"id":"x","name":"n","application":"a","comment":")" + std::string(4000, 'c') + R"("})";
};

TEST_P(SqlCrash, leaves_nothing_half_and_loses_nothing_that_was_done) {
  std::atomic<std::size_t> done{0};
  std::size_t failed = kBatches;
  std::thread writer([&] { failed = write_batches(done); });
  while (done < 5) std::this_thread::yield();
  server.kill();
  writer.join();
  ASSERT_LT(failed, kBatches) << "the server was killed too late";
  server.start();
  const auto database = servers::connect(url);
  const auto count = [&](const std::string& from) {
    return static_cast<std::size_t>(database->execute("SELECT COUNT(*) FROM " + from).value().integer(0, 0));
  };
  const std::size_t stored = count("pipelines");
  // The last batch may have been committed without an answer.
  EXPECT_TRUE(stored == failed * kBatchSize || stored == (failed + 1) * kBatchSize) << stored << " of " << failed;
  EXPECT_EQ(count("pipelines_history"), stored);
  EXPECT_EQ(count("(SELECT DISTINCT last_modified_at FROM pipelines) AS stamps") * kBatchSize, stored);
  // The next sync completes it.
  done = stored / kBatchSize;
  EXPECT_EQ(write_batches(done), kBatches);
  EXPECT_EQ(count("pipelines"), kBatches * kBatchSize);
}

INSTANTIATE_TEST_SUITE_P(Kinds, SqlCrash, testing::Values(sql::Kind::postgresql, sql::Kind::mysql),
                         [](const auto& kind) { return std::string(to_string(kind.param)); });

}  // namespace

}  // namespace sailmaker::target
