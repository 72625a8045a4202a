#include "target/sql.h"

#include <algorithm>
#include <atomic>
#include <map>

#include "sql/failure.h"
#include "sql/pool.h"
#include "target/body.h"
#include "target/id.h"
#include "target/sql_dialect.h"
#include "target/sql_lock.h"
#include "target/sql_records.h"
#include "target/sql_tables.h"
#include "target/sql_write.h"

namespace sailmaker::target {

namespace {

constexpr unsigned kConnections = 4;
constexpr std::size_t kListPage = 2000;  // rows; the server reads and digests their bodies
constexpr std::size_t kReadPage = 100;   // bodies that are under way at once
constexpr std::size_t kBatch = 500;      // writes of a transaction

/// Whether another write may succeed where this one failed.
bool concerns_the_write(const Error& error) {
  switch (sql::failure_of(error)) {
    case sql::Failure::data:
    case sql::Failure::too_large:
    case sql::Failure::other: return true;
    default: return false;
  }
}

/// The present body comes first, whatever the clocks of its writers said, and even when they left no history.
void put_first(Stored present, std::vector<Revision>& revisions, std::size_t limit) {
  const auto same = std::find_if(revisions.begin(), revisions.end(),
                                 [&](const Revision& revision) { return revision.version == present.version; });
  if (same != revisions.end()) {
    std::rotate(revisions.begin(), same, same + 1);
    return;
  }
  if (revisions.size() == limit) revisions.pop_back();
  std::string author = author_of(present.body);
  revisions.insert(revisions.begin(),
                   {std::move(present.version), present.modified, std::move(author), std::move(present.body)});
}

class Sql final : public Target {
 public:
  explicit Sql(const sql::Address& address)
      : pool_(address, kConnections, [this](sql::Connection& connection) { return check_once(connection); }) {}

  std::string describe() const override { return "sql " + sql::describe(pool_.address()); }
  // Batches of writes follow one another anyway; a second one gets ready meanwhile.
  unsigned concurrency() const override { return kConnections; }
  std::size_t batch_size() const override { return kBatch; }
  std::string version_of(std::string_view body) const override { return content_version(body); }

  Result<std::vector<Listed>> list() override;
  Result<std::optional<Stored>> read(std::string_view id) override;
  Result<Outcome> write(std::string_view id, std::string_view body, const Precondition& precondition) override {
    return write_one({id, body, precondition});
  }
  Result<Outcome> remove(std::string_view id, const Precondition& precondition) override {
    return write_one({id, {}, precondition});
  }
  Result<std::vector<std::optional<Stored>>> read_all(std::span<const std::string> ids) override;
  std::vector<Result<Outcome>> write_all(std::span<const Write> writes) override;
  Result<std::vector<Revision>> history(std::string_view id, int limit) override;
  Result<std::shared_ptr<void>> lock(std::string_view who) override;
  Result<void> publish() override { return {}; }
  Records* records() override { return &records_; }

 private:
  Result<void> check_once(sql::Connection& connection);
  Error failed(const std::string& what, Error error) const {
    error.message = describe() + ": cannot " + what + ": " + error.message;
    return error;
  }
  Result<sql::Rows> query(const std::string& statement, std::span<const sql::Parameter> parameters) {
    return sql::with_connection<sql::Rows>(
        pool_, [&](sql::Connection& connection) { return connection.execute(statement, parameters); });
  }
  const SqlDialect& dialect() const { return dialect_of(pool_.address().kind); }
  Result<Outcome> write_one(const Write& write);
  void carry_out(std::span<const SqlWrite> writes, std::span<Result<Outcome>* const> outcomes);

  std::atomic<bool> is_checked_{false};
  sql::Pool pool_;
  SqlRecords records_{pool_};
};

Result<void> Sql::check_once(sql::Connection& connection) {
  if (is_checked_) return {};
  auto good = check_front50_tables(connection);
  if (good) is_checked_ = true;
  return good;
}

Result<std::vector<Listed>> Sql::list() {
  const std::string start =
      "SELECT id, " + std::string(dialect().digest) + ", last_modified_at FROM pipelines WHERE is_deleted = FALSE";
  const std::string end = " ORDER BY id LIMIT " + std::to_string(kListPage);
  const std::string whole = start + end, rest = start + " AND id > ?" + end;
  std::vector<Listed> found;
  std::string last;
  for (bool is_first = true;; is_first = false) {
    const sql::Parameter after = std::string_view(last);
    auto rows = is_first ? query(whole, {}) : query(rest, {&after, 1});
    if (!rows) return failed("list the pipelines", std::move(rows).error());
    for (std::size_t i = 0; i < rows->size(); ++i) {
      last = rows->take(i, 0);
      // Another key than a lower-case id is nothing that Front50 could read either.
      if (check_id(last)) found.push_back({last, rows->take(i, 1), rows->integer(i, 2)});
    }
    if (rows->size() < kListPage) return found;
  }
}

Result<std::optional<Stored>> Sql::read(std::string_view id) {
  auto found = read_all(std::vector<std::string>{std::string(id)});
  if (!found) return std::move(found).error();
  return std::move(found->front());
}

Result<std::vector<std::optional<Stored>>> Sql::read_all(std::span<const std::string> ids) {
  for (const std::string& id : ids) {
    if (auto good = check_id(id); !good) return good.error();
  }
  std::map<std::string, Stored, std::less<>> rows_by_id;
  for (std::size_t start = 0; start < ids.size(); start += kReadPage) {
    const auto page = ids.subspan(start, std::min(kReadPage, ids.size() - start));
    const std::vector<sql::Parameter> parameters(page.begin(), page.end());
    auto rows = query("SELECT id, body, last_modified_at FROM pipelines WHERE is_deleted = FALSE AND id IN " +
                          sql_rows(1, page.size()),
                      parameters);
    if (!rows) return failed("read pipelines", std::move(rows).error());
    for (std::size_t i = 0; i < rows->size(); ++i) {
      std::string body = rows->take(i, 1);
      std::string version = content_version(body);
      rows_by_id.insert_or_assign(rows->take(i, 0), Stored{std::move(body), std::move(version), rows->integer(i, 2)});
    }
  }
  std::vector<std::optional<Stored>> found(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    // The exact id: the database may have found a row that it takes for the same.
    if (const auto row = rows_by_id.find(ids[i]); row != rows_by_id.end()) found[i] = row->second;
  }
  return found;
}

Result<Outcome> Sql::write_one(const Write& write) { return std::move(write_all({&write, 1}).front()); }

std::vector<Result<Outcome>> Sql::write_all(std::span<const Write> writes) {
  std::vector<Result<Outcome>> outcomes(writes.size(), Result<Outcome>(Outcome::moved_on));
  std::vector<SqlWrite> prepared;
  std::vector<Result<Outcome>*> places;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    const auto good = check_id(writes[i].id);
    auto one = good ? prepare_sql_write(writes[i]) : Result<SqlWrite>(good.error());
    if (!one) {
      outcomes[i] = good ? failed("write '" + std::string(writes[i].id) + "'", std::move(one).error()) : good.error();
      continue;
    }
    prepared.push_back(std::move(*one));
    places.push_back(&outcomes[i]);
  }
  for (std::size_t start = 0; start < prepared.size(); start += kBatch) {
    const std::size_t count = std::min(kBatch, prepared.size() - start);
    carry_out(std::span<const SqlWrite>(prepared).subspan(start, count),
              std::span<Result<Outcome>* const>(places).subspan(start, count));
  }
  return outcomes;
}

/// One transaction; halves of it, where one write spoils the others or outcomes cannot be told apart.
void Sql::carry_out(std::span<const SqlWrite> writes, std::span<Result<Outcome>* const> outcomes) {
  using Outcomes = std::optional<std::vector<Outcome>>;
  SqlBatch batch(writes);
  const auto done =
      sql::with_connection<Outcomes>(pool_, [&](sql::Connection& connection) { return batch.run(connection); });
  if (done && *done) {
    for (std::size_t i = 0; i < writes.size(); ++i) *outcomes[i] = (**done)[i];
    return;
  }
  const std::size_t half = writes.size() / 2;
  if (half > 0 && (done || concerns_the_write(done.error()))) {
    carry_out(writes.first(half), outcomes.first(half));
    carry_out(writes.subspan(half), outcomes.subspan(half));
    return;
  }
  for (std::size_t i = 0; i < writes.size(); ++i) {
    const Write& write = *writes[i].write;
    const std::string what = std::string(write.body ? "write '" : "remove '") + std::string(write.id) + "'";
    *outcomes[i] = done ? failed(what, Error("its batch cannot be made small enough")) : failed(what, done.error());
  }
}

Result<std::vector<Revision>> Sql::history(std::string_view id, int limit) {
  if (auto good = check_id(id); !good) return good.error();
  std::vector<Revision> found;
  if (limit <= 0) return found;
  const std::string exact = std::string(dialect().exact_id);
  const std::vector<sql::Parameter> parameters = {id, id};
  auto rows = query("SELECT body, last_modified_at FROM pipelines_history WHERE id = ? AND " + exact +
                        " = ? ORDER BY recorded_at DESC, last_modified_at DESC LIMIT " + std::to_string(limit),
                    parameters);
  if (!rows) return failed("read the history of '" + std::string(id) + "'", std::move(rows).error());
  for (std::size_t i = 0; i < rows->size(); ++i) {
    std::string body = rows->take(i, 0);
    found.push_back({content_version(body), rows->integer(i, 1), author_of(body), std::move(body)});
  }
  auto present = read(id);
  if (!present) return std::move(present).error();
  if (*present) put_first(std::move(**present), found, static_cast<std::size_t>(limit));
  return found;
}

Result<std::shared_ptr<void>> Sql::lock(std::string_view who) {
  auto held = take_sql_lock(pool_.address(), who, describe());
  if (held || held.error().type.empty()) return held;  // held by another: said already
  return failed("take the lock", std::move(held).error());
}

}  // namespace

std::unique_ptr<Target> make_sql(const sql::Address& address) { return std::make_unique<Sql>(address); }

}  // namespace sailmaker::target
