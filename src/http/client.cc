#include "http/client.h"

#include <mutex>
#include <utility>

#include "http/batch.h"
#include "http/connections.h"

namespace sailmaker::http {

/// Connections belong to one batch at a time; between batches they wait here.
class Client::State {
 public:
  explicit State(Options options) : options_(std::move(options)) {}

  const Options& options() const { return options_; }

  std::vector<Result<Response>> send_all(std::span<const Request> requests, unsigned concurrency) {
    std::unique_ptr<Connections> connections = take();
    auto results = Batch(options_, *connections, hopeless_, requests, concurrency).run();
    give_back(std::move(connections));
    return results;
  }

 private:
  std::unique_ptr<Connections> take() {
    const std::lock_guard guard(mutex_);
    if (idle_.empty()) return std::make_unique<Connections>();
    auto connections = std::move(idle_.back());
    idle_.pop_back();
    return connections;
  }

  void give_back(std::unique_ptr<Connections> connections) {
    const std::lock_guard guard(mutex_);
    idle_.push_back(std::move(connections));
  }

  const Options options_;
  Hopeless hopeless_{false};
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connections>> idle_;  // guarded by mutex_
};

Client::Client(Options options) : state_(std::make_unique<State>(std::move(options))) {}
Client::~Client() = default;

Result<Response> Client::send(const Request& request) {
  return std::move(state_->send_all(std::span(&request, 1), 1).front());
}

std::vector<Result<Response>> Client::send_all(std::span<const Request> requests, unsigned concurrency) {
  return state_->send_all(requests, concurrency);
}

const Options& Client::options() const { return state_->options(); }

}  // namespace sailmaker::http
