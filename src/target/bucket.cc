#include "target/bucket.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/base64.h"
#include "base/digest.h"
#include "http/url.h"

namespace sailmaker::target {

namespace {

constexpr std::size_t kMostPages = 100000;  // a listing that never ends would fill the memory

http::Options with_offset(http::Options options, std::shared_ptr<std::atomic<std::int64_t>> offset) {
  options.timing.date = [date = options.timing.date, offset = std::move(offset)] {
    return date() + std::chrono::seconds(offset->load());
  };
  return options;
}

std::string content_md5(std::string_view body) {
  const Md5 digest = md5(body);
  return base64_encode(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

void add_condition(http::Request& request, Dialect dialect, const Condition& condition) {
  if (condition.kind == Condition::Kind::none) return;
  const bool is_absent = condition.kind == Condition::Kind::absent;
  if (dialect == Dialect::gcs) {
    request.headers.push_back({"x-goog-if-generation-match", is_absent ? "0" : condition.tag});
  } else {
    request.headers.push_back(is_absent ? http::Header{"If-None-Match", "*"} : http::Header{"If-Match", condition.tag});
  }
}

std::string hint_of(const StoreError& error, int status) {
  if (!error.region.empty()) return "the bucket is in region " + error.region + ": set 'region' in the target section";
  if (error.code == "NoSuchBucket") return "create the bucket, or correct 'bucket' in the target section";
  if (error.code == "InvalidAccessKeyId" || error.code == "SignatureDoesNotMatch") {
    return "check the access keys; docs/targets.md says where they are looked for";
  }
  if (error.code == "ExpiredToken") return "the temporary keys have run out: log in again";
  if (status == 403) return "docs/targets.md lists the permissions that a sync needs";
  if (status == 301 || status == 307) return "check 'region' and 'endpoint' in the target section";
  return {};
}

}  // namespace

Bucket::Bucket(BucketPlace place, std::shared_ptr<Identity> identity, http::Options options)
    : place_(std::move(place)),
      identity_(std::move(identity)),
      clock_offset_(std::make_shared<std::atomic<std::int64_t>>(0)),
      client_(with_offset(std::move(options), clock_offset_)) {}

std::string Bucket::url_of(std::string_view key) const { return place_.url + "/" + http::encode_path(key); }

http::Request Bucket::request(std::string method, std::string_view key) const {
  http::Request made;
  made.method = std::move(method);
  made.url = url_of(key);
  made.repeat = http::Repeat::safe;  // callers look at maybe_done_before where that matters
  return made;
}

http::Request Bucket::get(std::string_view key, std::string_view version) const {
  http::Request made = request("GET", key);
  if (!version.empty()) {
    made.url += (place_.dialect == Dialect::gcs ? "?generation=" : "?versionId=") + http::encode(version);
  }
  return made;
}

http::Request Bucket::put(std::string_view key, std::string_view body, const Condition& condition) const {
  http::Request made = request("PUT", key);
  made.body = body;
  made.headers = place_.put_headers;
  made.headers.push_back({"Content-MD5", content_md5(body)});
  if (place_.dialect == Dialect::gcs) made.headers.push_back({"Content-Type", "application/json"});
  add_condition(made, place_.dialect, condition);
  return made;
}

http::Request Bucket::remove(std::string_view key, const Condition& condition) const {
  http::Request made = request("DELETE", key);
  add_condition(made, place_.dialect, condition);
  return made;
}

bool Bucket::must_repeat(const Result<http::Response>& answer) {
  if (!answer || (answer->status != 403 && answer->status != 400 && answer->status != 401)) return false;
  const std::string code = parse_store_error(answer->body).code;
  if (code == "ExpiredToken" || code == "TokenRefreshRequired" || answer->status == 401) {
    identity_->renew();
    return true;
  }
  const std::int64_t theirs = parse_http_date(answer->header("date")) / 1000;
  if (code != "RequestTimeTooSkewed" || theirs == 0) return false;
  using std::chrono::system_clock;
  *clock_offset_ += theirs - system_clock::to_time_t(client_.options().timing.date());
  return true;
}

Result<http::Response> Bucket::send(http::Request request) {
  std::vector<http::Request> one;
  one.push_back(std::move(request));
  return std::move(send_all(std::move(one)).front());
}

std::vector<Result<http::Response>> Bucket::send_all(std::vector<http::Request> requests) {
  for (http::Request& request : requests) {
    if (auto proved = identity_->prove(request); !proved) return {requests.size(), std::move(proved).error()};
  }
  auto answers = client_.send_all(requests, kBucketConcurrency);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!must_repeat(answers[i])) continue;
    if (auto proved = identity_->prove(requests[i]); proved) answers[i] = client_.send(requests[i]);
  }
  return answers;
}

Result<std::optional<Object>> Bucket::object_of(Result<http::Response> answer, std::string_view key) const {
  if (!answer) return std::move(answer).error();
  const bool is_missing = answer->status == 404 && parse_store_error(answer->body).code != "NoSuchBucket";
  if (is_missing) return std::optional<Object>();
  if (!answer->ok()) return error_of(*answer, "read " + std::string(key));
  Object object;
  object.tag = answer->header(place_.dialect == Dialect::gcs ? "x-goog-generation" : "etag");
  object.modified = parse_http_date(answer->header("last-modified"));
  object.now = parse_http_date(answer->header("date"));
  object.body = std::move(answer->body);
  return std::optional<Object>(std::move(object));
}

Result<std::optional<Object>> Bucket::read(std::string_view key, std::string_view version) {
  return object_of(send(get(key, version)), key);
}

Result<void> Bucket::write(std::string_view key, std::string_view body) {
  const auto answer = send(put(key, body, Condition::none()));
  if (!answer) return answer.error();
  if (!answer->ok()) return error_of(*answer, "write " + std::string(key));
  return {};
}

Result<void> Bucket::erase(std::string_view key) {
  const auto answer = send(remove(key, Condition::none()));
  if (!answer) return answer.error();
  if (!answer->ok() && answer->status != 404) return error_of(*answer, "remove " + std::string(key));
  return {};
}

Result<std::vector<BucketEntry>> Bucket::list_pages(std::vector<std::pair<std::string, std::string>> query,
                                                    std::string_view prefix) {
  query.insert(query.end(), {{"encoding-type", "url"}, {"prefix", std::string(prefix)}});
  std::vector<BucketEntry> all;
  std::vector<std::pair<std::string, std::string>> next;
  for (std::size_t page_number = 0; page_number < kMostPages; ++page_number) {
    auto parameters = query;
    parameters.insert(parameters.end(), next.begin(), next.end());
    http::Request asked = request("GET", "");
    asked.url += "?" + http::query_of(parameters);
    const auto answer = send(std::move(asked));
    if (!answer) return answer.error();
    if (!answer->ok()) return error_of(*answer, "list " + std::string(prefix));
    auto page = parse_listing(answer->body);
    if (!page) return Error("cannot list " + place_.name + "/" + std::string(prefix)).with_cause(page.error());
    std::move(page->entries.begin(), page->entries.end(), std::back_inserter(all));
    if (page->next.empty()) return all;
    if (page->next == next) break;
    next = std::move(page->next);
  }
  return Error("the listing of " + place_.name + "/" + std::string(prefix) + " does not end");
}

Result<std::vector<BucketEntry>> Bucket::list(std::string_view prefix) {
  return list_pages({{"list-type", "2"}}, prefix);
}

Result<std::vector<BucketEntry>> Bucket::list_versions(std::string_view prefix) {
  auto entries = list_pages({{"versions", ""}}, prefix);
  // Generations are times. S3's versions come newest first already, and their ids have no order.
  if (entries && place_.dialect == Dialect::gcs) {
    std::stable_sort(entries->begin(), entries->end(), [](const BucketEntry& a, const BucketEntry& b) {
      return std::tuple(a.key, b.version.size(), b.version) < std::tuple(b.key, a.version.size(), a.version);
    });
  }
  return entries;
}

Result<std::optional<bool>> Bucket::keeps_versions() {
  http::Request asked = request("GET", "");
  asked.url += "?versioning";
  const auto answer = send(std::move(asked));
  if (!answer) return answer.error();
  const std::string code = parse_store_error(answer->body).code;
  if (answer->status == 403 && code != "InvalidAccessKeyId" && code != "SignatureDoesNotMatch")
    return std::optional<bool>();
  if (answer->status == 501 || answer->status == 405) return std::optional<bool>(false);
  if (!answer->ok()) return error_of(*answer, "ask whether the bucket keeps versions");
  return std::optional<bool>(element_text(answer->body, "Status") == "Enabled");
}

Error Bucket::error_of(const http::Response& response, const std::string& doing) const {
  const StoreError said = parse_store_error(response.body);
  StoreError told = said;
  if (told.region.empty()) {
    const bool elsewhere = response.status == 301 || response.status == 307 || response.status == 400;
    if (elsewhere) told.region = response.header("x-amz-bucket-region");
  }
  std::string why = said.code.empty() ? fmt::format("HTTP status {}", response.status) : said.code;
  if (!said.message.empty()) why += ": " + said.message.substr(0, 300);
  Error error(fmt::format("cannot {} in bucket {}: {}", doing, place_.name, why));
  error.hint = hint_of(told, response.status);
  error.type = said.code;
  return error;
}

}  // namespace sailmaker::target
