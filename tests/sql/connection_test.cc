#include "sql/connection.h"

#include <gtest/gtest.h>

#include "sql/failure.h"
#include "sql/postgresql.h"
#include "sql/transaction.h"
#include "tests/servers/databases.h"

namespace sailmaker::sql {

namespace {

class ConnectionTest : public testing::TestWithParam<Kind> {
 protected:
  Rows rows(std::string_view statement, std::initializer_list<Parameter> parameters = {}) {
    auto found = connection->execute(statement, parameters);
    EXPECT_TRUE(found) << statement << ": " << found.error().message;
    return found ? std::move(*found) : Rows();
  }

  Failure failure(std::string_view statement, std::initializer_list<Parameter> parameters = {}) {
    const auto found = connection->execute(statement, parameters);
    EXPECT_FALSE(found) << statement;
    return found ? Failure::other : failure_of(found.error());
  }

  std::string url = servers::new_database(GetParam());
  std::unique_ptr<Connection> connection = servers::connect(url);
};

TEST_P(ConnectionTest, carries_every_text_both_ways) {
  rows("CREATE TABLE t (id bigint, name varchar(255), body text)");
  const std::string texts[] = {
      "", "plain", "it's \"quoted\" \\ ?", "naïve – 日本 🛶 e\u0301", std::string(60000, 'x'), "two\nlines\tand\r"};
  std::int64_t id = INT64_MIN;
  for (const std::string& text : texts) {
    EXPECT_EQ(rows("INSERT INTO t VALUES (?, ?, ?)", {id, "?", text}).changed(), 1);
    const Rows found = rows("SELECT body, id FROM t WHERE id = ? AND name = '?' AND body = ?", {id, text});
    ASSERT_EQ(found.size(), 1u) << text;
    EXPECT_EQ(found.text(0, 0), text);
    EXPECT_EQ(found.integer(0, 1), id);
    id = id < 0 ? 0 : id + 1;
  }
  EXPECT_EQ(rows("SELECT * FROM t").size(), 6u);
  EXPECT_EQ(rows("UPDATE t SET body = 'other'").changed(), 6);
}

TEST_P(ConnectionTest, tells_null_from_nothing) {
  const Rows plain = rows("SELECT NULL, '', 1");
  const Rows bound = rows("SELECT NULL, '', 1 FROM (SELECT 1 AS x) AS y WHERE x = ?", {1});
  for (const Rows* found : {&plain, &bound}) {
    ASSERT_EQ(found->size(), 1u);
    EXPECT_TRUE(found->is_null(0, 0));
    EXPECT_FALSE(found->is_null(0, 1));
    EXPECT_EQ(found->text(0, 0), "");
    EXPECT_EQ(found->integer(0, 0), 0);
    EXPECT_EQ(found->integer(0, 2), 1);
  }
  EXPECT_EQ(rows("SELECT 1 FROM (SELECT 1 AS x) AS y WHERE x = ?", {2}).size(), 0u);
}

TEST_P(ConnectionTest, names_the_kind_of_each_failure) {
  rows("CREATE TABLE t (id bigint PRIMARY KEY, name varchar(3) NOT NULL)");
  rows("INSERT INTO t VALUES (1, 'a')");
  EXPECT_EQ(failure("SELECT * FROM nothing"), Failure::missing);
  EXPECT_EQ(failure("SELECT * FROM nothing WHERE x = ?", {1}), Failure::missing);
  EXPECT_EQ(failure("SELECT nothing FROM t"), Failure::missing);
  EXPECT_EQ(failure("INSERT INTO t VALUES (?, ?)", {1, "b"}), Failure::data);
  EXPECT_EQ(failure("INSERT INTO t VALUES (?, ?)", {2, "four"}), Failure::data);
  EXPECT_EQ(failure("INSERT INTO t VALUES (?, ?)", {2, "\xff"}), Failure::data);
  EXPECT_EQ(failure("SELEC 1"), Failure::other);
  EXPECT_TRUE(connection->is_usable());
  EXPECT_EQ(rows("SELECT * FROM t").size(), 1u);
}

TEST_P(ConnectionTest, has_transactions) {
  rows("CREATE TABLE t (id bigint)");
  {
    const auto transaction = Transaction::begin(*connection);
    ASSERT_TRUE(transaction);
    rows("INSERT INTO t VALUES (1)");
  }
  EXPECT_EQ(rows("SELECT * FROM t").size(), 0u);
  auto transaction = Transaction::begin(*connection);
  ASSERT_TRUE(transaction);
  rows("INSERT INTO t VALUES (1)");
  const auto other = servers::connect(url);
  EXPECT_EQ(other->execute("SELECT * FROM t").value().size(), 0u);
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(other->execute("SELECT * FROM t").value().size(), 1u);
}

TEST_P(ConnectionTest, reports_a_lost_connection) {
  const std::string own = GetParam() == Kind::postgresql ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()";
  const std::string number = std::to_string(rows(own).integer(0, 0));
  const auto other = servers::connect(url);
  servers::run(*other,
               GetParam() == Kind::postgresql ? "SELECT pg_terminate_backend(" + number + ")" : "KILL " + number);
  EXPECT_EQ(failure("SELECT 1"), Failure::lost);
  EXPECT_FALSE(connection->is_usable());
}

TEST_P(ConnectionTest, refuses_a_wrong_password_without_repeating_it) {
  std::string wrong = url;
  wrong.replace(wrong.find("secret"), 6, "wr0ng");
  const auto refused = connect(parse_address(wrong).value());
  ASSERT_FALSE(refused);
  EXPECT_EQ(failure_of(refused.error()), Failure::refused) << refused.error().message;
  EXPECT_EQ(refused.error().message.find("wr0ng"), std::string::npos);
  EXPECT_EQ(refused.error().message.find('\n'), std::string::npos);
}

TEST_P(ConnectionTest, says_when_nobody_listens) {
  Address address = parse_address(url).value();
  address.port = 1;
  const auto nobody = connect(address);
  ASSERT_FALSE(nobody);
  EXPECT_EQ(failure_of(nobody.error()), Failure::unreachable) << nobody.error().message;
}

TEST_P(ConnectionTest, keeps_to_its_time_limit) {
  Address address = parse_address(url).value();
  address.statement_seconds = 1;
  const auto quick = connect(address);
  ASSERT_TRUE(quick);
  const std::string wait = GetParam() == Kind::postgresql ? "SELECT pg_sleep(20)" : "SELECT SLEEP(20)";
  const auto late = (*quick)->execute(wait);
  ASSERT_FALSE(late);
  const Failure failed = failure_of(late.error());
  EXPECT_TRUE(failed == Failure::timeout || failed == Failure::lost) << late.error().message;
}

TEST_P(ConnectionTest, will_not_go_without_encryption_where_that_is_asked) {
  Address address = parse_address(url).value();
  for (const Tls tls : {Tls::require, Tls::verify_full}) {
    address.tls = tls;  // the test servers have no certificate
    const auto refused = connect(address);
    ASSERT_FALSE(refused);
    EXPECT_EQ(failure_of(refused.error()), Failure::refused) << refused.error().message;
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, ConnectionTest, testing::Values(Kind::postgresql, Kind::mysql),
                         [](const auto& kind) { return std::string(to_string(kind.param)); });

TEST(Postgresql, numbers_parameters_outside_of_quotes) {
  EXPECT_EQ(with_numbered_parameters("a = ? AND b = '?''?' AND \"?\" = ?"), "a = $1 AND b = '?''?' AND \"?\" = $2");
}

}  // namespace

}  // namespace sailmaker::sql
