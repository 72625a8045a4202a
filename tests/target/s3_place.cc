#include "tests/target/s3_place.h"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "http/url.h"
#include "target/aws_keys.h"
#include "target/bucket_layout.h"
#include "target/bucket_target.h"
#include "target/front50_marker.h"
#include "target/google_identity.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

struct S3Server {
  std::string endpoint;
  std::string key = "test";
  std::string secret = "secret";
};

/// It ends with this process.
S3Server start_server() {
  const std::string command =
      std::string("exec /usr/bin/python3 -B ") + SAILMAKER_SOURCE_DIR + "/tests/target/s3_server.py --with-parent";
  std::FILE* output = popen(command.c_str(), "r");
  char line[32] = {};
  if (output == nullptr || std::fgets(line, sizeof line, output) == nullptr) throw std::runtime_error(command);
  return {"http://127.0.0.1:" + std::to_string(std::atoi(line))};
}

S3Server named_server(const std::string& url) {
  const http::UrlParts parts = http::split_url(url);
  const std::string user(parts.authority.substr(0, parts.authority.rfind('@')));
  const std::size_t colon = user.find(':');
  return {http::origin_of(url), user.substr(0, colon), user.substr(colon + 1)};
}

const S3Server& server() {
  static const char* named = std::getenv("SAILMAKER_TEST_S3");
  static const S3Server one = named != nullptr ? named_server(named) : start_server();
  return one;
}

std::shared_ptr<Identity> identity() {
  std::vector<std::unique_ptr<KeySource>> sources;
  sources.push_back(fixed_keys({server().key, server().secret, "", std::nullopt}));
  return std::make_shared<AwsIdentity>(std::move(sources), "us-east-1", "s3");
}

/// The token that our server accepts.
class FixedToken final : public Identity {
 public:
  Result<void> prove(http::Request& request) override {
    request.headers.push_back(http::bearer_auth("token"));
    return {};
  }
};

class S3Place : public Place {
 public:
  explicit S3Place(const BucketNature& nature)
      : name_(unused_name(nature.kind)),
        is_trusted_(!has_real_s3() && nature.kind == "full"),
        place_{Dialect::s3, name_, server().endpoint + "/" + name_},
        identity_(identity()),
        layout_(Dialect::s3, "front50"),
        bucket_(place_, identity_, {}) {
    create(nature.keeps_versions);
  }

  explicit S3Place(GcsLogin login)
      : name_(unused_name("gcs")),
        is_trusted_(true),
        place_{Dialect::gcs, name_, server().endpoint + "/" + name_},
        identity_(login == GcsLogin::hmac_key ? google_hmac_identity(server().key, server().secret)
                                              : std::make_shared<FixedToken>()),
        layout_(Dialect::gcs, "front50"),
        bucket_(place_, identity_, {}) {
    create(true);
  }

  std::unique_ptr<Target> open() override {
    BucketSettings settings;
    settings.place = place_;
    settings.honours_conditions = is_trusted_;
    settings.lock_settling = std::chrono::milliseconds(20);
    settings.shown = "s3 bucket " + name_ + "/front50";
    return make_bucket_target(std::move(settings), identity_);
  }

  std::int64_t marker() override {
    const auto object = bucket_.read(layout_.marker());
    if (!object) throw std::runtime_error(object.error().message);
    if (!*object) return 0;
    if (marks_by_own_clock()) return std::stoll((*object)->tag) / 1000000;  // a generation of our server: nanoseconds
    const auto value = parse_json((*object)->body, "marker");
    const Value* time = value ? value->find("lastModified") : nullptr;
    return time == nullptr ? 0 : time->as_integer();
  }

  bool marks_by_own_clock() const override { return place_.dialect == Dialect::gcs; }

  void set_marker(std::int64_t milliseconds) override {
    must(bucket_.write(layout_.marker(), marker_text(milliseconds)));
  }

 private:
  static std::string unused_name(const std::string& kind) {
    static std::atomic<int> count{0};
    return "test-" + kind + "-" + std::to_string(getpid()) + "-" + std::to_string(++count);
  }

  static void must(const Result<void>& done) {
    if (!done) throw std::runtime_error(done.error().message);
  }

  void put(const std::string& query, const std::string& body) {
    http::Request request;
    request.method = "PUT";
    request.url = place_.url + query;
    request.body = body;
    const auto answer = bucket_.send(std::move(request));
    if (!answer) throw std::runtime_error(answer.error().message);
    if (!answer->ok()) throw std::runtime_error(answer->body);
  }

  void create(bool keeps_versions) {
    put("", "");
    if (!keeps_versions) return;
    put("?versioning",
        "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>Enabled</Status>"
        "</VersioningConfiguration>");
  }

  std::string name_;
  bool is_trusted_;
  BucketPlace place_;
  std::shared_ptr<Identity> identity_;
  BucketLayout layout_;
  Bucket bucket_;
};

}  // namespace

bool has_real_s3() { return std::getenv("SAILMAKER_TEST_S3") != nullptr; }

std::unique_ptr<Place> make_gcs_place(GcsLogin login) { return std::make_unique<S3Place>(login); }

std::unique_ptr<Place> make_s3_place(const BucketNature& nature) { return std::make_unique<S3Place>(nature); }

}  // namespace sailmaker::target
