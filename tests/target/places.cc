#include "tests/target/places.h"

#include <gtest/gtest.h>

#include <ostream>

#include "target/directory.h"
#include "target/front50_marker.h"
#include "target/memory.h"
#include "target/sql.h"
#include "tests/servers/databases.h"
#include "tests/target/s3_place.h"
#include "tests/target/scratch.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

class DirectoryPlace : public Place {
 public:
  std::unique_ptr<Target> open() override { return make_directory(scratch_ / "front50"); }

  std::int64_t marker() override {
    const auto value = parse_json(text_of(file()), "marker");
    const Value* time = value ? value->find("lastModified") : nullptr;
    return time == nullptr ? 0 : time->as_integer();
  }

  void set_marker(std::int64_t milliseconds) override { put_text(file(), marker_text(milliseconds)); }

 private:
  std::filesystem::path file() const { return scratch_ / "front50/pipelines/last-modified.json"; }

  Scratch scratch_;
};

class MemoryPlace : public Place {
 public:
  std::unique_ptr<Target> open() override { return make_failing(*memory_, 0, 0, FailWhen::before); }
  std::int64_t marker() override { return marker_of(*memory_); }
  void set_marker(std::int64_t milliseconds) override { set_marker_of(*memory_, milliseconds); }

 private:
  std::unique_ptr<Target> memory_ = make_memory();
};

/// A database, or schema, of its own on the shared server.
class SqlPlace : public Place {
 public:
  explicit SqlPlace(sql::Kind kind) : url_(servers::new_front50(kind)), connection_(servers::connect(url_)) {}

  std::unique_ptr<Target> open() override { return make_sql(sql::parse_address(url_).value()); }
  std::int64_t marker() override {
    return connection_->execute("SELECT MAX(last_modified_at) FROM pipelines").value().integer(0, 0);
  }
  /// A removed pipeline that somebody's clock has stamped.
  void set_marker(std::int64_t milliseconds) override {
    const auto done = connection_->execute(
        "INSERT INTO pipelines (id, name, application, body, created_at, last_modified_at, last_modified_by, "
        "is_deleted)"
        " VALUES ('clock', '', '', '{}', ?, ?, '', TRUE)",
        {milliseconds, milliseconds});
    EXPECT_TRUE(done) << done.error().message;
  }
  bool moves_marker_by_writing() const override { return true; }
  bool takes_ids_for_the_same() const override { return connection_->kind() == sql::Kind::mysql; }

 private:
  std::string url_;
  std::unique_ptr<sql::Connection> connection_;
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const TestedKind& kind) { return out << kind.name; }

std::vector<TestedKind> tested_kinds() {
  return {
      {"directory", [] { return std::unique_ptr<Place>(std::make_unique<DirectoryPlace>()); }},
      {"mysql", [] { return std::unique_ptr<Place>(std::make_unique<SqlPlace>(sql::Kind::mysql)); }},
      {"postgresql", [] { return std::unique_ptr<Place>(std::make_unique<SqlPlace>(sql::Kind::postgresql)); }},
      {"memory", [] { return std::unique_ptr<Place>(std::make_unique<MemoryPlace>()); }},
      {"s3",
       [] {
         return make_s3_place({"full", true});
       }},
      {"gcs", [] { return make_gcs_place(GcsLogin::hmac_key); }},
      {"gcs_with_token", [] { return make_gcs_place(GcsLogin::token); }},
      {"s3_without_versions",
       [] {
         return make_s3_place({"full", false});
       }},
      {"s3_without_conditions",
       [] {
         return make_s3_place({"deaf", true});
       }},
      {"s3_without_either",
       [] {
         return make_s3_place({"deaf", false});
       }},
  };
}

}  // namespace sailmaker::target
