#include "sql/pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "sql/failure.h"
#include "sql/transaction.h"
#include "tests/servers/databases.h"

namespace sailmaker::sql {

namespace {

class PoolTest : public testing::TestWithParam<Kind> {
 protected:
  std::string url = servers::new_database(GetParam());
  Address address = parse_address(url).value();

  std::int64_t session_of(Connection& connection) const {
    const char* own = GetParam() == Kind::postgresql ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()";
    return connection.execute(own).value().integer(0, 0);
  }
};

TEST_P(PoolTest, keeps_connections_and_opens_no_more_than_it_may) {
  Pool pool(address, 2);
  std::int64_t first = 0;
  {
    const auto lease = pool.take();
    ASSERT_TRUE(lease) << lease.error().message;
    first = session_of(**lease);
  }
  auto again = pool.take();
  EXPECT_EQ(session_of(**again), first);
  const auto second = pool.take();
  EXPECT_NE(session_of(**second), first);
  std::atomic<bool> got{false};
  std::thread third([&] { got = pool.take().ok(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(got);
  { const auto given_back = std::move(again); }
  third.join();
  EXPECT_TRUE(got);
}

TEST_P(PoolTest, serves_many_threads) {
  servers::run(*servers::connect(url), "CREATE TABLE t (id bigint)");
  Pool pool(address, 3);
  std::vector<std::thread> threads;
  std::atomic<int> failed{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 20; ++j) {
        const auto lease = pool.take();
        if (!lease || !(*lease)->execute("INSERT INTO t VALUES (?)", {std::int64_t{i} * 100 + j})) failed += 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ((*pool.take())->execute("SELECT COUNT(*) FROM t").value().integer(0, 0), 160);
}

TEST_P(PoolTest, repeats_what_lost_its_connection) {
  Pool pool(address, 2);
  int calls = 0;
  const auto result = with_connection<std::int64_t>(pool, [&](Connection& connection) -> Result<std::int64_t> {
    if (++calls <= 2) {
      const std::string number = std::to_string(session_of(connection));
      const auto other = servers::connect(url);
      servers::run(*other,
                   GetParam() == Kind::postgresql ? "SELECT pg_terminate_backend(" + number + ")" : "KILL " + number);
    }
    auto rows = connection.execute("SELECT 42");
    if (!rows) return rows.error();
    return rows->integer(0, 0);
  });
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(*result, 42);
  EXPECT_EQ(calls, 3);
}

TEST_P(PoolTest, repeats_the_victim_of_a_deadlock) {
  servers::run(*servers::connect(url), "CREATE TABLE t (id bigint PRIMARY KEY, n bigint)");
  servers::run(*servers::connect(url), "INSERT INTO t VALUES (1, 0), (2, 0)");
  Pool pool(address, 2);
  std::atomic<int> calls{0}, met{0};
  const auto add = [&](std::int64_t first, std::int64_t second) {
    return with_connection<bool>(pool, [&, first, second](Connection& connection) -> Result<bool> {
      calls += 1;
      auto transaction = Transaction::begin(connection);
      if (!transaction) return transaction.error();
      if (auto done = connection.execute("UPDATE t SET n = n + 1 WHERE id = ?", {first}); !done) return done.error();
      met += 1;
      while (met < 2) std::this_thread::yield();
      if (auto done = connection.execute("UPDATE t SET n = n + 1 WHERE id = ?", {second}); !done) return done.error();
      if (auto done = transaction->commit(); !done) return done.error();
      return true;
    });
  };
  std::atomic<bool> one{false}, other{false};
  std::thread here([&] { one = add(1, 2).ok(); });
  std::thread there([&] { other = add(2, 1).ok(); });
  here.join();
  there.join();
  EXPECT_TRUE(one && other);
  EXPECT_GE(calls, 3);
  EXPECT_EQ((*pool.take())->execute("SELECT SUM(n) FROM t").value().integer(0, 0), 4);
}

TEST_P(PoolTest, gives_up_where_nobody_listens_and_does_not_repeat_what_is_wrong) {
  Address nowhere = address;
  nowhere.port = 1;
  Pool pool(nowhere, 1);
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(pool.take());  // a failure takes no place in the pool
  Pool good(address, 1);
  int calls = 0;
  const auto result = with_connection<bool>(good, [&](Connection& connection) -> Result<bool> {
    calls += 1;
    return connection.execute("SELEC").error();
  });
  EXPECT_FALSE(result);
  EXPECT_EQ(calls, 1);
}

INSTANTIATE_TEST_SUITE_P(Kinds, PoolTest, testing::Values(Kind::postgresql, Kind::mysql),
                         [](const auto& kind) { return std::string(to_string(kind.param)); });

}  // namespace

}  // namespace sailmaker::sql
