// Lets tests/target/contract_test.cc run on a target that talks to one of Spinnaker's services: $TARGET_SECTION is its
// section in JSON.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ostream>
#include <thread>

#include "base/digest.h"
#include "target/open.h"
#include "tests/target/places.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::target {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// The contract's tests write any text and want it back byte by byte; Front50 wants a pipeline with a name, and adds to
/// it. So each text travels as a field of a pipeline.
class Enveloped final : public Target {
 public:
  explicit Enveloped(std::unique_ptr<Target> inner) : inner_(std::move(inner)) {}

  std::string describe() const override { return inner_->describe(); }
  unsigned concurrency() const override { return inner_->concurrency(); }
  std::size_t batch_size() const override { return inner_->batch_size(); }
  Result<std::vector<Listed>> list() override { return inner_->list(); }
  Result<void> publish() override { return inner_->publish(); }
  Result<std::shared_ptr<void>> lock(std::string_view who) override { return inner_->lock(who); }

  Result<std::optional<Stored>> read(std::string_view id) override {
    auto stored = inner_->read(id);
    if (stored && *stored) (*stored)->body = opened((*stored)->body);
    return stored;
  }

  Result<std::vector<std::optional<Stored>>> read_all(std::span<const std::string> ids) override {
    auto found = inner_->read_all(ids);
    if (!found) return found;
    for (std::optional<Stored>& stored : *found) {
      if (stored) stored->body = opened(stored->body);
    }
    return found;
  }

  Result<Outcome> write(std::string_view id, std::string_view body, const Precondition& precondition) override {
    return inner_->write(id, closed(id, body), precondition);
  }

  Result<Outcome> remove(std::string_view id, const Precondition& precondition) override {
    return inner_->remove(id, precondition);
  }

  std::vector<Result<Outcome>> write_all(std::span<const Write> writes) override {
    std::vector<std::string> bodies;
    for (const Write& one : writes) bodies.push_back(one.body ? closed(one.id, *one.body) : "");
    std::vector<Write> inner;
    for (std::size_t i = 0; i < writes.size(); ++i) {
      inner.push_back(writes[i]);
      if (writes[i].body) inner.back().body = bodies[i];
    }
    return inner_->write_all(inner);
  }

  Result<std::vector<Revision>> history(std::string_view id, int limit) override {
    auto revisions = inner_->history(id, limit);
    if (!revisions) return revisions;
    for (Revision& revision : *revisions) revision.body = opened(revision.body);
    return revisions;
  }

 private:
  static std::string closed(std::string_view id, std::string_view body) {
    return to_json(Map{{"id", id}, {"name", sha256_hex(id)}, {"application", "contract"}, {"text", body}});
  }

  static std::string opened(const std::string& body) {
    const auto pipeline = parse_json(body, "pipeline");
    const Value* text = pipeline ? pipeline->find("text") : nullptr;
    return text == nullptr ? "no envelope: " + body : std::string(text->as_string());
  }

  std::unique_ptr<Target> inner_;
};

/// A running Front50, with nothing in it at first. $FRONT50_FORGET is a command that empties its storage, history
/// included.
class ServicePlace final : public Place {
 public:
  ServicePlace() {
    if (std::system(variable("FRONT50_FORGET").c_str()) != 0) std::abort();
    // Its cache forgets a moment later.
    const auto target = make();
    for (int tries = 0; tries < 200; ++tries) {
      const auto listed = target->list();
      if (listed && listed->empty()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    std::abort();
  }

  std::unique_ptr<Target> open() override { return std::make_unique<Enveloped>(make()); }

  /// Front50's marker cannot be seen; the newest pipeline's time stands for it.
  std::int64_t marker() override {
    std::int64_t newest = 0;
    const auto listed = make()->list();
    for (const Listed& one : *listed) newest = std::max(newest, one.modified);
    return newest;
  }
  void set_marker(std::int64_t) override {}

 private:
  static std::unique_ptr<Target> make() {
    const Value section = parse_json(variable("TARGET_SECTION"), "section").value();
    return std::move(
        target::open(section, ".", [](const std::string& name) { return variable(name.c_str()); }).value());
  }
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const TestedKind& kind) { return out << kind.name; }

std::vector<TestedKind> tested_kinds() {
  return {{"service", [] { return std::unique_ptr<Place>(std::make_unique<ServicePlace>()); }}};
}

}  // namespace sailmaker::target
