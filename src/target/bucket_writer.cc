#include "target/bucket_writer.h"

#include <utility>

#include "base/digest.h"
#include "http/client.h"
#include "target/id.h"

namespace sailmaker::target {

namespace {

constexpr int kMostRounds = 4;

}  // namespace

BucketWriter::BucketWriter(BucketParts parts, const BucketAbilities& abilities, std::span<const Write> writes)
    : parts_(parts), abilities_(abilities), items_(writes.size()) {
  for (std::size_t i = 0; i < writes.size(); ++i) {
    items_[i].write = &writes[i];
    prepare(items_[i]);
  }
}

std::vector<Result<Outcome>> BucketWriter::run() {
  for (int round = 0; round < kMostRounds && !open().empty(); ++round) {
    look(open([](const Item& item) { return item.must_look; }));
    if (!abilities_.keeps_versions) keep(open([](const Item& item) { return item.seen.has_value(); }));
    change(open());
    forget(open());
  }
  std::vector<Result<Outcome>> results;
  results.reserve(items_.size());
  for (Item& item : items_) {
    results.push_back(item.result ? std::move(*item.result)
                                  : Error("pipeline " + std::string(item.write->id) +
                                          " is changed by somebody else again and again, so it was left alone"));
  }
  return results;
}

BucketWriter::Items BucketWriter::open(bool (*wanted)(const Item&)) {
  Items found;
  for (Item& item : items_) {
    if (!item.result && (wanted == nullptr || wanted(item))) found.push_back(&item);
  }
  return found;
}

bool BucketWriter::can_condition(const Item& item) const {
  if (item.removes()) return abilities_.remove_if_unchanged;
  return item.expects_absence() ? abilities_.put_if_absent : abilities_.put_if_unchanged;
}

void BucketWriter::prepare(Item& item) {
  if (auto good = check_id(item.write->id); !good) {
    item.result = std::move(good).error();
    return;
  }
  item.key = parts_.layout.pipeline(item.write->id);
  if (item.write->body) item.digest = to_hex(md5(*item.write->body));
  item.must_look = !can_condition(item);
  if (item.expects_absence()) {
    item.must_look |= item.removes();  // nothing to do, if it is true
    return;
  }
  const auto tag = parts_.tags.tag_of(item.key, *item.write->precondition.version);
  item.must_look |= !tag || !abilities_.keeps_versions || !abilities_.trusted;
  item.tag = tag.value_or("");
}

void BucketWriter::look(const Items& items) {
  std::vector<http::Request> requests;
  for (const Item* item : items) requests.push_back(parts_.bucket.get(item->key));
  auto answers = parts_.bucket.send_all(std::move(requests));
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto object = parts_.bucket.object_of(std::move(answers[i]), items[i]->key);
    if (object) {
      judge(*items[i], std::move(*object));
    } else {
      items[i]->result = items[i]->doubt ? std::move(*items[i]->doubt) : std::move(object).error();
    }
  }
}

/// Decides what can be decided from what is stored now.
void BucketWriter::judge(Item& item, std::optional<Object> object) {
  const std::string version = object ? to_hex(md5(object->body)) : std::string();
  const bool is_as_wanted = item.removes() ? !object : object && version == item.digest;
  if (item.maybe_done && is_as_wanted) {
    if (object) parts_.tags.remember(item.key, version, object->tag);
    item.result = Outcome::done;
    return;
  }
  const auto& expected = item.write->precondition.version;
  const bool holds = object ? expected && (*expected == version || *expected == plain_etag(object->tag)) : !expected;
  if (!holds) {
    item.result = Outcome::moved_on;
  } else if (item.doubt) {
    item.result = std::move(*item.doubt);  // nothing came of it, and its tries are used up
  } else if (item.removes() && !object) {
    item.result = Outcome::done;
  } else {
    if (object) item.tag = object->tag;
    item.seen = std::move(object);
    item.must_look = false;
  }
}

void BucketWriter::keep(const Items& items) {
  std::vector<http::Request> requests;
  for (Item* item : items) {
    requests.push_back(parts_.history.keep(item->write->id, *item->seen));
    item->kept = requests.back().url;
  }
  auto answers = parts_.bucket.send_all(requests);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!answers[i]) {
      items[i]->result = std::move(answers[i]).error();
    } else if (!answers[i]->ok()) {
      items[i]->result = parts_.bucket.error_of(*answers[i], "keep the present body of " + items[i]->key);
    }
  }
}

http::Request BucketWriter::request_of(const Item& item) const {
  Condition condition;
  // A store that refuses twice what holds is asked without a condition, unless it is known to be right.
  if (can_condition(item) && (item.refusals < 2 || abilities_.trusted)) {
    condition = item.expects_absence() ? Condition::absent() : Condition::unchanged(item.tag);
  }
  return item.removes() ? parts_.bucket.remove(item.key, condition)
                        : parts_.bucket.put(item.key, *item.write->body, condition);
}

void BucketWriter::change(const Items& items) {
  std::vector<http::Request> requests;
  for (const Item* item : items) requests.push_back(request_of(*item));
  auto answers = parts_.bucket.send_all(std::move(requests));
  for (std::size_t i = 0; i < items.size(); ++i) settle(*items[i], std::move(answers[i]));
}

void BucketWriter::settle(Item& item, Result<http::Response> answer) {
  if (!answer) {
    if (answer.error().type != http::kNotKnown) {
      item.result = std::move(answer).error();
      return;
    }
    item.doubt = std::move(answer).error();
    item.maybe_done = item.must_look = true;
    return;
  }
  const int status = answer->status;
  if (answer->ok()) {
    settle_done(item, *answer);
  } else if (status == 412 || status == 409 ||
             (status == 404 && parse_store_error(answer->body).code != "NoSuchBucket")) {
    item.maybe_done |= answer->maybe_done_before;
    ++item.refusals;
    item.must_look = true;
  } else {
    item.result = parts_.bucket.error_of(*answer, (item.removes() ? "remove " : "write ") + item.key);
  }
}

void BucketWriter::settle_done(Item& item, const http::Response& answer) {
  const bool is_google = parts_.bucket.place().dialect == Dialect::gcs;
  const std::string_view tag = answer.header(is_google ? "x-goog-generation" : "etag");
  if (!item.removes() && !tag.empty()) parts_.tags.remember(item.key, item.digest, std::string(tag));
  item.result = Outcome::done;
}

/// Takes back the copies of what was certainly not changed; they would stand in the history twice.
void BucketWriter::forget(const Items& items) {
  std::vector<http::Request> requests;
  for (Item* item : items) {
    if (item->kept.empty() || item->maybe_done) continue;
    http::Request request;
    request.method = "DELETE";
    request.url = std::exchange(item->kept, {});
    request.repeat = http::Repeat::safe;
    requests.push_back(std::move(request));
  }
  if (!requests.empty()) static_cast<void>(parts_.bucket.send_all(std::move(requests)));
}

}  // namespace sailmaker::target
