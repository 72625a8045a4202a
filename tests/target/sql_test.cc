// What the contract does not say: Front50's tables, as Front50 itself reads and writes them.

#include "target/sql.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "base/murmur3.h"
#include "tests/servers/databases.h"

namespace sailmaker::target {

namespace {

constexpr std::int64_t kFarAhead = 4102444800000;  // somebody's clock says 2100

std::string body_of(std::string_view id, std::string_view name, std::string_view more = {}) {
  return R"({"id":")" + std::string(id) + R"(","name":")" + std::string(name) + R"(","application":"almond")" +
         std::string(more) + "}";
}

class SqlTest : public testing::TestWithParam<sql::Kind> {
 protected:
  std::string url = servers::new_front50(GetParam());
  std::unique_ptr<sql::Connection> database = servers::connect(url);
  std::unique_ptr<Target> target = open();

  std::unique_ptr<Target> open() const { return make_sql(sql::parse_address(url).value()); }
  bool is_postgresql() const { return GetParam() == sql::Kind::postgresql; }
  std::string place() const { return target->describe(); }

  sql::Rows rows(const std::string& statement) {
    auto found = database->execute(statement);
    EXPECT_TRUE(found) << statement << ": " << found.error().message;
    return found ? std::move(*found) : sql::Rows();
  }
  std::int64_t number(const std::string& statement) {
    const sql::Rows found = rows(statement);
    return found.size() == 0 ? -1 : found.integer(0, 0);
  }

  /// What Front50's save does, at its clock's time.
  void save_as_front50(const std::string& id, const std::string& body, std::int64_t time) {
    const auto now = std::to_string(time);
    const std::string update = is_postgresql()
                                   ? " ON CONFLICT (id) DO UPDATE SET body = EXCLUDED.body, last_modified_at = "
                                     "EXCLUDED.last_modified_at, is_deleted = FALSE"
                                   : " ON DUPLICATE KEY UPDATE body = VALUES(body), last_modified_at = "
                                     "VALUES(last_modified_at), is_deleted = FALSE";
    const std::string values = now + ", " + now + ", 'deck-user', FALSE)";
    const auto done = database->execute(
        "INSERT INTO pipelines (id, name, application, body, created_at, last_modified_at,"
        " last_modified_by, is_deleted) VALUES (?, 'n', 'a', ?, " +
            values + update,
        {id, body});
    EXPECT_TRUE(done) << done.error().message;
    const auto kept = database->execute("INSERT INTO pipelines_history VALUES (?, ?, ?, " + now + ", " + now + ")",
                                        {id, body, murmur3_128_hex(body)});
    EXPECT_TRUE(kept) << kept.error().message;
  }

  std::string put(std::string_view id, std::string_view body) {
    const auto seen = target->read(id);
    EXPECT_TRUE(seen) << seen.error().message;
    const auto precondition = *seen ? Precondition::unchanged((*seen)->version) : Precondition::absent();
    const auto done = target->write(id, body, precondition);
    EXPECT_TRUE(done) << done.error().message;
    return target->version_of(body);
  }

  std::string list_error() {
    const auto listed = open()->list();
    return listed ? "good" : listed.error().message + " (" + listed.error().hint + ")";
  }
};

TEST_P(SqlTest, writes_the_rows_that_front50_writes) {
  const std::string body = body_of("a", "Sky \U0001f6f6", R"(,"lastModifiedBy":"alice")");
  put("a", body);
  const sql::Rows row =
      rows("SELECT name, application, body, created_at, last_modified_at, last_modified_by FROM pipelines");
  ASSERT_EQ(row.size(), 1u);
  const std::string_view name = row.text(0, 0);
  EXPECT_EQ(name.substr(0, name.find_last_not_of(' ') + 1), "Sky \U0001f6f6");
  EXPECT_EQ(row.text(0, 1).substr(0, 7), is_postgresql() ? "almond " : "almond");
  EXPECT_EQ(row.text(0, 2), body);
  EXPECT_EQ(row.text(0, 3), row.text(0, 4));
  EXPECT_EQ(row.text(0, 5), "alice");
  const sql::Rows history = rows("SELECT id, body, body_sig, last_modified_at, recorded_at FROM pipelines_history");
  ASSERT_EQ(history.size(), 1u);
  EXPECT_EQ(history.text(0, 0), "a");
  EXPECT_EQ(history.text(0, 1), body);
  EXPECT_EQ(history.text(0, 2), murmur3_128_hex(body));
  EXPECT_EQ(history.text(0, 3), row.text(0, 4));
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch());
  EXPECT_NEAR(static_cast<double>(history.integer(0, 4)), static_cast<double>(now.count()), 60000);
}

TEST_P(SqlTest, keeps_created_at_and_revives_what_was_removed) {
  const std::string first = put("a", body_of("a", "1"));
  const std::int64_t created = number("SELECT created_at FROM pipelines");
  ASSERT_EQ(target->remove("a", Precondition::unchanged(first)).value(), Outcome::done);
  EXPECT_EQ(number("SELECT COUNT(*) FROM pipelines WHERE is_deleted = TRUE"), 1);
  EXPECT_EQ(number("SELECT COUNT(*) FROM pipelines_history"), 1);  // as Front50: a removal has no row
  const std::int64_t removed = number("SELECT last_modified_at FROM pipelines");
  EXPECT_GT(removed, created);
  put("a", body_of("a", "2", R"(,"lastModifiedBy":"bob")"));
  EXPECT_EQ(number("SELECT COUNT(*) FROM pipelines WHERE is_deleted = FALSE"), 1);
  EXPECT_EQ(number("SELECT created_at FROM pipelines"), created);
  EXPECT_GT(number("SELECT last_modified_at FROM pipelines"), removed);
  EXPECT_EQ(rows("SELECT last_modified_by FROM pipelines").text(0, 0), "bob");
}

TEST_P(SqlTest, reads_what_front50_wrote_and_notices_its_changes) {
  save_as_front50("a", body_of("a", "1"), 1700000000000);
  const auto listed = target->list();
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front().id, "a");
  EXPECT_EQ(listed->front().version, target->version_of(body_of("a", "1")));
  EXPECT_EQ(listed->front().modified, 1700000000000);
  save_as_front50("a", body_of("a", "2"), 1700000000001);
  const auto late = target->write("a", body_of("a", "3"), Precondition::unchanged(listed->front().version));
  EXPECT_EQ(late.value(), Outcome::moved_on);
  const auto history = target->history("a", 10);
  ASSERT_TRUE(history);
  ASSERT_EQ(history->size(), 2u);
  EXPECT_EQ(history->front().body, body_of("a", "2"));
}

TEST_P(SqlTest, does_not_list_what_front50_could_not_read) {
  save_as_front50("UPPER", body_of("UPPER", "1"), 1);
  save_as_front50("good", body_of("good", "1"), 2);
  const auto listed = target->list();
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front().id, "good");
}

TEST_P(SqlTest, stamps_above_every_row_of_the_table) {
  save_as_front50("a", body_of("a", "1"), 1700000000000);
  save_as_front50("ahead", body_of("ahead", "1"), kFarAhead);
  put("a", body_of("a", "2"));
  EXPECT_EQ(number("SELECT last_modified_at FROM pipelines WHERE id = 'a'"), kFarAhead + 1);
  const std::string second = put("ahead", body_of("ahead", "2"));
  EXPECT_EQ(number("SELECT last_modified_at FROM pipelines WHERE id = 'ahead'"), kFarAhead + 2);
  ASSERT_EQ(target->remove("ahead", Precondition::unchanged(second)).value(), Outcome::done);
  EXPECT_EQ(number("SELECT last_modified_at FROM pipelines WHERE id = 'ahead'"), kFarAhead + 3);
}

TEST_P(SqlTest, shows_the_present_body_first_whatever_the_clocks_said) {
  save_as_front50("a", body_of("a", "1"), kFarAhead);
  put("a", body_of("a", "2"));
  const auto history = target->history("a", 10);
  ASSERT_TRUE(history);
  ASSERT_EQ(history->size(), 2u);
  EXPECT_EQ((*history)[0].body, body_of("a", "2"));
  EXPECT_EQ((*history)[1].body, body_of("a", "1"));
  EXPECT_EQ(target->history("a", 1).value().front().body, body_of("a", "2"));
}

TEST_P(SqlTest, a_batch_has_one_stamp) {
  const std::string body = body_of("x", "1");
  const std::vector<Write> writes = {{"a", body, Precondition::absent()}, {"b", body, Precondition::absent()}};
  target->write_all(writes);
  EXPECT_EQ(number("SELECT COUNT(DISTINCT last_modified_at) FROM pipelines"), 1);
}

TEST_P(SqlTest, shows_the_present_body_first_even_without_its_history) {
  put("a", body_of("a", "1"));
  rows("UPDATE pipelines SET body = '" + body_of("a", "2") + "' WHERE id = 'a'");
  const auto history = target->history("a", 10);
  ASSERT_TRUE(history);
  ASSERT_EQ(history->size(), 2u);
  EXPECT_EQ((*history)[0].body, body_of("a", "2"));
  EXPECT_EQ((*history)[1].body, body_of("a", "1"));
  EXPECT_EQ(target->history("a", 1).value().size(), 1u);
}

TEST_P(SqlTest, one_bad_write_does_not_spoil_the_others) {
  const std::string long_name = body_of("long", std::string(256, 'n')), just = body_of("just", std::string(255, 'n'));
  const std::string no_json = "no JSON", bad = body_of("bad", "\xff"), good = body_of("good", "1");
  const std::string no_author = body_of("author", "1", R"(,"lastModifiedBy":")" + std::string(256, 'b') + "\"");
  std::vector<Write> writes = {{"long", long_name, Precondition::absent()},
                               {"just", just, Precondition::absent()},
                               {"nojson", no_json, Precondition::absent()},
                               {"author", no_author, Precondition::absent()},
                               {"moved", good, Precondition::unchanged("x")}};
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) ids.push_back("p" + std::to_string(i));
  for (const std::string& id : ids) writes.push_back({id, good, Precondition::absent()});
  const auto outcomes = target->write_all(writes);
  const std::string start = place() + ": cannot write '";
  EXPECT_EQ(outcomes[0].error().message, start + "long': its 'name' has 256 characters, but Front50's table holds 255");
  EXPECT_EQ(outcomes[1].value(), Outcome::done);
  EXPECT_TRUE(outcomes[2].error().message.starts_with(start + "nojson': what is to be stored is no JSON: "));
  EXPECT_EQ(outcomes[3].error().message,
            start + "author': its 'lastModifiedBy' has 256 characters, but Front50's table holds 255");
  EXPECT_EQ(outcomes[4].value(), Outcome::moved_on);
  for (std::size_t i = 5; i < writes.size(); ++i) EXPECT_EQ(outcomes[i].value(), Outcome::done) << i;
  EXPECT_EQ(number("SELECT COUNT(*) FROM pipelines"), 41);
}

TEST_P(SqlTest, what_the_database_refuses_does_not_spoil_the_others) {
  rows(is_postgresql() ? "ALTER TABLE pipelines ADD CONSTRAINT no_odd CHECK (body NOT LIKE '%odd%')"
                       : "ALTER TABLE pipelines ADD CONSTRAINT no_odd CHECK (body NOT LIKE '%odd%')");
  const std::string good = body_of("x", "1"), odd = body_of("x", "odd");
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.push_back("p" + std::to_string(i));
  std::vector<Write> writes;
  for (const std::string& id : ids)
    writes.push_back({id, id == "p7" || id == "p8" ? odd : good, Precondition::absent()});
  const auto outcomes = target->write_all(writes);
  for (std::size_t i = 0; i < writes.size(); ++i) {
    EXPECT_EQ(outcomes[i].ok(), i != 7 && i != 8) << i;
    const std::string message = outcomes[i] ? "no_odd" : outcomes[i].error().message;
    EXPECT_NE(message.find("no_odd"), std::string::npos) << message;
  }
  EXPECT_EQ(number("SELECT COUNT(*) FROM pipelines"), 18);
  EXPECT_EQ(number("SELECT COUNT(*) FROM pipelines_history"), 18);
}

TEST_P(SqlTest, says_how_the_tables_come_to_be) {
  rows("DROP TABLE pipelines_history");
  const std::string hint =
      " (Front50 makes its tables with Liquibase when it starts with sql.enabled: true; start it once, or " +
      std::string(is_postgresql() ? "name the schema with ?schema=... in the URL)" : "give the user rights on them)");
  EXPECT_EQ(list_error(), place() + ": cannot list the pipelines: there is no table 'pipelines_history'" + hint);
  rows("DROP TABLE pipelines");
  EXPECT_EQ(list_error(), place() + ": cannot list the pipelines: there is no table 'pipelines'" + hint);
}

TEST_P(SqlTest, names_the_column_that_is_not_front50s) {
  rows("ALTER TABLE pipelines DROP COLUMN last_modified_by");
  EXPECT_EQ(list_error(),
            place() +
                ": cannot list the pipelines: table 'pipelines' has no column 'last_modified_by' (it is not "
                "as Front50's Liquibase makes it; start a current Front50 on this database once)");
  rows("ALTER TABLE pipelines ADD COLUMN last_modified_by varchar(255) DEFAULT '' NOT NULL");
  EXPECT_EQ(list_error(), "good");
  rows(is_postgresql() ? "ALTER TABLE pipelines ALTER COLUMN id TYPE char(255)"
                       : "ALTER TABLE pipelines MODIFY body text");
  EXPECT_EQ(list_error(),
            place() + ": cannot list the pipelines: column " +
                (is_postgresql() ? "'id' of table 'pipelines' is character, but Front50 has character varying there"
                                 : "'body' of table 'pipelines' is text, but Front50 has longtext there") +
                " (it is not as Front50's Liquibase makes it; start a current Front50 on this database once)");
}

TEST_P(SqlTest, takes_a_boolean_as_each_liquibase_made_it) {
  if (is_postgresql()) return;
  rows("ALTER TABLE pipelines MODIFY is_deleted tinyint(1) DEFAULT 0 NOT NULL");
  ASSERT_EQ(target->remove("a", Precondition::unchanged(put("a", body_of("a", "1")))).value(), Outcome::done);
  EXPECT_TRUE(target->list().value().empty());
  put("a", body_of("a", "2"));
  EXPECT_EQ(target->list().value().size(), 1u);
}

TEST_P(SqlTest, says_where_nobody_listens) {
  sql::Address address = sql::parse_address(url).value();
  address.port = 1;
  const auto nowhere = make_sql(address);
  const auto listed = nowhere->list();
  ASSERT_FALSE(listed);
  EXPECT_TRUE(listed.error().message.starts_with(nowhere->describe() + ": cannot list the pipelines: "))
      << listed.error().message;
  EXPECT_FALSE(nowhere->lock("me"));
}

TEST_P(SqlTest, writes_wait_for_one_another_and_stamps_rise_with_commits) {
  const auto other = open();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      Target& mine = i % 2 == 0 ? *target : *other;
      for (int j = 0; j < 10; ++j) {
        const std::string id = "p" + std::to_string(i) + "-" + std::to_string(j), body = body_of(id, "x");
        EXPECT_EQ(mine.write(id, body, Precondition::absent()).value(), Outcome::done);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(number("SELECT COUNT(DISTINCT last_modified_at) FROM pipelines"), 40);
}

TEST_P(SqlTest, rides_out_deadlocks_with_front50) {
  // Front50 saves several pipelines in one transaction, in an order of its own.
  for (const std::string id : {"a", "b"}) put(id, body_of(id, "0"));
  const auto front50 = servers::connect(url);
  for (int round = 1; round <= 5; ++round) {
    const std::string a = body_of("a", std::to_string(round)), b = body_of("b", std::to_string(round));
    const auto seen = target->read_all(std::vector<std::string>{"a", "b"});
    ASSERT_TRUE(seen);
    servers::run(*front50, "START TRANSACTION");
    servers::run(*front50, "UPDATE pipelines SET last_modified_by = 'front50' WHERE id = 'b'");
    std::thread writer([&] {
      const std::vector<Write> writes = {{"a", a, Precondition::unchanged((*seen)[0]->version)},
                                         {"b", b, Precondition::unchanged((*seen)[1]->version)}};
      for (const auto& outcome : target->write_all(writes)) {
        ASSERT_TRUE(outcome) << outcome.error().message;
        EXPECT_EQ(*outcome, Outcome::done);
      }
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    // The database ends one of the two; either way both get what they want in the end.
    const bool survived = front50->execute("UPDATE pipelines SET last_modified_by = 'front50' WHERE id = 'a'").ok();
    servers::run(*front50, survived ? "COMMIT" : "ROLLBACK");
    writer.join();
  }
  EXPECT_EQ(target->read("b").value()->body, body_of("b", "5"));
}

TEST_P(SqlTest, a_session_that_ends_frees_the_lock) {
  auto held = target->lock("alice");
  ASSERT_TRUE(held);
  const auto refused = open()->lock("bob");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, place() + " is locked by alice");
  // Without the record the session's number is all that is known.
  rows("DROP TABLE sailmaker_records");
  const auto unnamed = open()->lock("bob");
  ASSERT_FALSE(unnamed);
  EXPECT_TRUE(unnamed.error().message.starts_with(place() + " is locked by session ")) << unnamed.error().message;
  held->reset();
  EXPECT_TRUE(open()->lock("bob"));
}

TEST_P(SqlTest, locks_of_other_databases_are_other_locks) {
  const auto held = target->lock("alice");
  ASSERT_TRUE(held);
  const std::string other = servers::new_front50(GetParam());
  EXPECT_TRUE(make_sql(sql::parse_address(other).value())->lock("bob"));
}

INSTANTIATE_TEST_SUITE_P(Kinds, SqlTest, testing::Values(sql::Kind::postgresql, sql::Kind::mysql),
                         [](const auto& kind) { return std::string(to_string(kind.param)); });

}  // namespace

}  // namespace sailmaker::target
