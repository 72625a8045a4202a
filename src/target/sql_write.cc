#include "target/sql_write.h"

#include <algorithm>

#include "base/murmur3.h"
#include "base/unicode.h"
#include "sql/failure.h"
#include "sql/transaction.h"
#include "target/body.h"
#include "value/json.h"

// The steps of a batch, all in one transaction:
//   1. wait for the right to give out stamps; nobody else's batch ends before this one then
//   2. read and lock the rows, compare them with the preconditions
//   3. choose the stamp
//   4. insert what is new, unless Front50 inserted it since step 2; replace what is there; mark what is removed
//   5. add the history, commit

namespace sailmaker::target {

namespace {

using Parameters = std::vector<sql::Parameter>;

constexpr std::size_t kLongestText = 255;        // characters of a name, an application, an author
constexpr std::size_t kLargestBatch = 32 << 20;  // bytes; what two databases and we hold at once
const std::string kNobody = "sailmaker";

/// The text of a member, as a column can hold it: PostgreSQL's texts have no NUL.
std::string member(const Value& pipeline, std::string_view name) {
  const Value* value = pipeline.find(name);
  if (value == nullptr || !value->is_string()) return {};
  std::string text;
  for (const char c : value->as_string()) c == '\0' ? text.append("\uFFFD") : text.append(1, c);
  return text;
}

/// The right to give out stamps, where the end of the transaction does not give it back.
class Stamps {
 public:
  explicit Stamps(sql::Connection& connection, const SqlDialect& dialect)
      : connection_(connection), dialect_(dialect) {}
  Stamps(const Stamps&) = delete;
  Stamps& operator=(const Stamps&) = delete;
  ~Stamps() {
    if (is_taken_ && !dialect_.leave_stamps.empty() && connection_.is_usable()) {
      static_cast<void>(connection_.execute(dialect_.leave_stamps).ok());
    }
  }

  Result<void> take() {
    const auto taken = connection_.execute(dialect_.take_stamps);
    if (!taken) return taken.error();
    is_taken_ = taken->size() == 1 && taken->integer(0, 0) == 1;
    if (is_taken_) return {};
    return sql::database_error("others write all the time, so that there was no turn in 10 seconds", "55P03");
  }

 private:
  sql::Connection& connection_;
  const SqlDialect& dialect_;
  bool is_taken_ = false;
};

Error colliding_id(std::string_view id, std::string_view stored) {
  return Error("the table cannot hold the id '" + std::string(id) + "' beside '" + std::string(stored) +
               "', which the database takes for the same");
}

}  // namespace

Result<SqlWrite> prepare_sql_write(const Write& write) {
  SqlWrite out;
  out.write = &write;
  if (!write.body) return out;
  const auto pipeline = parse_json(*write.body, "pipeline");
  if (!pipeline) return Error("what is to be stored is no JSON: " + pipeline.error().message);
  out.name = member(*pipeline, "name");
  out.application = member(*pipeline, "application");
  out.author = member(*pipeline, "lastModifiedBy");
  if (out.author.empty()) out.author = kNobody;
  const std::pair<const char*, const std::string*> texts[] = {
      {"name", &out.name}, {"application", &out.application}, {"lastModifiedBy", &out.author}};
  for (const auto& [what, text] : texts) {
    if (code_points(*text) <= kLongestText) continue;
    return Error("its '" + std::string(what) + "' has " + std::to_string(code_points(*text)) +
                 " characters, but Front50's table holds 255");
  }
  out.version = content_version(*write.body);
  out.signature = murmur3_128_hex(*write.body);
  return out;
}

Result<std::optional<std::vector<Outcome>>> SqlBatch::run(sql::Connection& connection) {
  const auto fitting = fits(connection);
  if (!fitting) return fitting.error();
  if (!*fitting) return std::optional<std::vector<Outcome>>();
  Work work{.connection = connection, .dialect = dialect_of(connection.kind())};
  // Declared first: left last, after the transaction has ended.
  Stamps stamps(connection, work.dialect);
  auto transaction = sql::Transaction::begin(connection);
  if (!transaction) return transaction.error();
  if (auto taken = stamps.take(); !taken) return taken.error();
  const auto told_apart = transact(work);
  if (!told_apart) return told_apart.error();
  if (!*told_apart) return std::optional<std::vector<Outcome>>();
  if (work.stamp == 0) return std::optional(std::move(work.outcomes));  // nothing to write
  auto done = transaction->commit();
  if (done) return std::optional(std::move(work.outcomes));
  if (sql::failure_of(done.error()) == sql::Failure::lost) lost_stamp_ = work.stamp;
  return done.error();
}

Result<bool> SqlBatch::fits(const sql::Connection& connection) const {
  constexpr std::size_t row = 2048;  // the other columns of a row, at most, and their share of the statement
  std::size_t bytes = 0;
  for (const SqlWrite& one : writes_) bytes += row + (one.write->body ? one.write->body->size() : 0);
  const std::size_t largest = connection.largest_statement();
  if (writes_.size() > 1) return bytes <= std::min(largest, kLargestBatch);
  if (bytes <= largest) return true;
  return sql::database_error("it has " + std::to_string(bytes - row) + " bytes, but the server takes statements of " +
                                 std::to_string(largest) + " only (MySQL's max_allowed_packet)",
                             "54000");
}

/// False where the batch must be split.
Result<bool> SqlBatch::transact(Work& work) {
  auto told_apart = read_rows(work);
  if (!told_apart || !*told_apart) return told_apart;
  compare(work);
  if (work.fresh.empty() && work.existing.empty() && work.removed.empty()) return true;
  if (auto done = choose_stamp(work); !done) return done.error();
  auto inserted = insert_fresh(work);
  if (!inserted || !*inserted) return inserted;
  if (auto done = overwrite(work); !done) return done.error();
  for (const auto* written : {&work.fresh, &work.existing}) {
    if (auto done = keep_history(work, *written); !done) return done.error();
  }
  if (auto done = remove(work); !done) return done.error();
  return true;
}

Result<bool> SqlBatch::read_rows(Work& work) const {
  Parameters ids;
  for (const SqlWrite& one : writes_) ids.emplace_back(one.write->id);
  const std::string statement = "SELECT id, CASE WHEN is_deleted = TRUE THEN 1 ELSE 0 END, " +
                                std::string(work.dialect.digest) + ", last_modified_at FROM pipelines WHERE id IN " +
                                sql_rows(1, ids.size()) + " FOR UPDATE";
  const auto rows = work.connection.execute(statement, ids);
  if (!rows) return rows.error();
  for (std::size_t i = 0; i < rows->size(); ++i) {
    const std::string_view id = rows->text(i, 0);
    const bool is_ours =
        std::any_of(writes_.begin(), writes_.end(), [&](const SqlWrite& one) { return one.write->id == id; });
    if (is_ours) {
      Row row{rows->integer(i, 1) == 1, std::string(rows->text(i, 2)), rows->integer(i, 3)};
      work.rows.emplace(id, std::move(row));
      continue;
    }
    if (writes_.size() > 1) return false;
    const Write& write = *writes_.front().write;
    if (write.body && !write.precondition.version) return colliding_id(write.id, id);
  }
  return true;
}

/// Whether the last try, whose end nobody knows, did it.
bool SqlBatch::was_done(const SqlWrite& one, const Row* row) const {
  if (lost_stamp_ == 0 || row == nullptr || row->modified != lost_stamp_) return false;
  return one.write->body ? !row->is_deleted && row->version == one.version : row->is_deleted;
}

void SqlBatch::compare(Work& work) const {
  for (const SqlWrite& one : writes_) {
    const auto found = work.rows.find(one.write->id);
    const Row* row = found == work.rows.end() ? nullptr : &found->second;
    const bool is_there = row != nullptr && !row->is_deleted;
    const auto& wanted = one.write->precondition.version;
    const bool holds = is_there ? wanted && *wanted == row->version : !wanted;
    const bool is_done = was_done(one, row) || (holds && !is_there && !one.write->body);
    work.outcomes.push_back(holds || is_done ? Outcome::done : Outcome::moved_on);
    if (!holds || is_done) continue;
    auto& list = !one.write->body ? work.removed : row != nullptr ? work.existing : work.fresh;
    list.push_back(&one);
  }
}

Result<void> SqlBatch::choose_stamp(Work& work) {
  const std::string statement =
      "SELECT " + std::string(work.dialect.now) + ", COALESCE(MAX(last_modified_at), 0) FROM pipelines";
  const auto row = work.connection.execute(statement);
  if (!row) return row.error();
  work.now = row->integer(0, 0);
  work.stamp = std::max(work.now, row->integer(0, 1) + 1);
  return {};
}

namespace {

/// INSERT INTO pipelines of all columns.
Result<std::int64_t> insert(sql::Connection& connection, const std::vector<const SqlWrite*>& writes, std::int64_t stamp,
                            std::string_view ending) {
  if (writes.empty()) return std::int64_t{0};
  Parameters values;
  values.reserve(writes.size() * 7);
  for (const SqlWrite* one : writes) {
    values.insert(values.end(), {one->write->id, std::string_view(one->name), std::string_view(one->application),
                                 *one->write->body, stamp, stamp, std::string_view(one->author)});
  }
  std::string statement =
      "INSERT INTO pipelines"
      " (id, name, application, body, created_at, last_modified_at, last_modified_by, is_deleted) VALUES ";
  const auto done = connection.execute(statement.append(sql_rows(writes.size(), 7, ",FALSE")).append(ending), values);
  if (!done) return done.error();
  return done->changed();
}

}  // namespace

Result<bool> SqlBatch::insert_fresh(Work& work) const {
  const auto changed = insert(work.connection, work.fresh, work.stamp, work.dialect.keep);
  if (!changed) return changed.error();
  if (*changed == static_cast<std::int64_t>(work.fresh.size())) return true;
  if (writes_.size() > 1) return false;
  // Somebody inserted it after we looked, or the database takes a row of another id for it.
  const std::string_view id = writes_.front().write->id;
  const auto row = work.connection.execute("SELECT id FROM pipelines WHERE id = ?", {id});
  if (!row) return row.error();
  if (row->size() == 1 && row->text(0, 0) != id) return colliding_id(id, row->text(0, 0));
  work.fresh.clear();
  work.stamp = 0;
  work.outcomes.assign(1, Outcome::moved_on);
  return true;
}

Result<void> SqlBatch::overwrite(const Work& work) {
  const auto done = insert(work.connection, work.existing, work.stamp, work.dialect.overwrite);
  if (!done) return done.error();
  return {};
}

Result<void> SqlBatch::keep_history(const Work& work, const std::vector<const SqlWrite*>& written) {
  if (written.empty()) return {};
  Parameters values;
  values.reserve(written.size() * 5);
  for (const SqlWrite* one : written) {
    values.insert(values.end(),
                  {one->write->id, *one->write->body, std::string_view(one->signature), work.stamp, work.now});
  }
  std::string statement = "INSERT INTO pipelines_history (id, body, body_sig, last_modified_at, recorded_at) VALUES ";
  const auto done =
      work.connection.execute(statement.append(sql_rows(written.size(), 5)).append(work.dialect.keep), values);
  if (!done) return done.error();
  return {};
}

Result<void> SqlBatch::remove(const Work& work) {
  if (work.removed.empty()) return {};
  Parameters values = {work.stamp};
  for (const SqlWrite* one : work.removed) values.emplace_back(one->write->id);
  const auto done = work.connection.execute(
      "UPDATE pipelines SET is_deleted = TRUE, last_modified_at = ? WHERE id IN " + sql_rows(1, work.removed.size()),
      values);
  if (!done) return done.error();
  return {};
}

}  // namespace sailmaker::target
