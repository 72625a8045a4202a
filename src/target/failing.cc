#include <atomic>

#include "target/memory.h"

namespace sailmaker::target {

namespace {

/// Batches are made of single calls, so that a failure can hit each of them.
class Failing final : public Target, private Records {
 public:
  Failing(Target& inner, int first, int count, FailWhen when)
      : inner_(inner), first_(first), count_(count), when_(when) {}

  std::string describe() const override { return inner_.describe(); }
  unsigned concurrency() const override { return inner_.concurrency(); }
  std::string version_of(std::string_view body) const override { return inner_.version_of(body); }

  Result<std::vector<Listed>> list() override {
    return pass("list", [&] { return inner_.list(); });
  }
  Result<std::optional<Stored>> read(std::string_view id) override {
    return pass("read", [&] { return inner_.read(id); });
  }
  Result<Outcome> write(std::string_view id, std::string_view body, const Precondition& precondition) override {
    return pass("write", [&] { return inner_.write(id, body, precondition); });
  }
  Result<Outcome> remove(std::string_view id, const Precondition& precondition) override {
    return pass("remove", [&] { return inner_.remove(id, precondition); });
  }
  Result<std::vector<Revision>> history(std::string_view id, int limit) override {
    return pass("history", [&] { return inner_.history(id, limit); });
  }
  Result<std::shared_ptr<void>> lock(std::string_view who) override {
    return pass("lock", [&] { return inner_.lock(who); });
  }
  Result<void> publish() override {
    return pass("publish", [&] { return inner_.publish(); });
  }
  std::size_t batch_size() const override { return inner_.batch_size(); }
  Records* records() override { return inner_.records() == nullptr ? nullptr : this; }

  Result<void> put(std::string_view name, std::string_view text) override {
    return pass("put", [&] { return inner_.records()->put(name, text); });
  }
  Result<std::optional<std::string>> get(std::string_view name) override {
    return pass("get", [&] { return inner_.records()->get(name); });
  }
  // Of a record; the other remove() is that of a pipeline.
  Result<void> remove(std::string_view name) override {
    return pass("remove", [&] { return inner_.records()->remove(name); });
  }
  Result<std::vector<std::string>> names() override {
    return pass("names", [&] { return inner_.records()->names(); });
  }

 private:
  template <typename Call>
  auto pass(const char* name, const Call& call) -> decltype(call()) {
    const int number = ++calls_;
    if (number < first_ || number - first_ >= count_) return call();
    if (when_ == FailWhen::after) static_cast<void>(call().ok());
    Error error("injected failure of call " + std::to_string(number) + ", " + name);
    error.type = "Injected";
    return error;
  }

  Target& inner_;
  const int first_;
  const int count_;
  const FailWhen when_;
  std::atomic<int> calls_{0};
};

}  // namespace

std::unique_ptr<Target> make_failing(Target& inner, int first, int count, FailWhen when) {
  return std::make_unique<Failing>(inner, first, count, when);
}

}  // namespace sailmaker::target
