#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <queue>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "http/client.h"
#include "http/connections.h"
#include "http/retry.h"
#include "http/transfer.h"

namespace sailmaker::http {

/// Whether servers were found dead a moment ago: then one try without an answer is enough, so that a batch of
/// thousands ends soon. Any answer ends that. Shared by all threads of a client.
using Hopeless = std::atomic<bool>;

/// Sends a number of requests over one thread's connections, until each has its answer or its error.
class Batch {
 public:
  Batch(const Options& options, Connections& connections, Hopeless& hopeless, std::span<const Request> requests,
        unsigned concurrency);
  ~Batch();
  std::vector<Result<Response>> run();

 private:
  using Time = Timing::Clock::time_point;
  /// A request whose next try waits for its time.
  struct Waiting {
    Time ready;
    std::size_t index;
    bool operator>(const Waiting& other) const {
      return ready != other.ready ? ready > other.ready : index > other.index;
    }
  };
  struct Flight {
    std::size_t index;
    std::unique_ptr<Transfer> transfer;
  };

  bool is_over();
  void start_ready();
  void wait();
  void collect();
  void settle(std::size_t index, TryResult result);
  void settle_answer(std::size_t index, Answer answer);
  void settle_failure(std::size_t index, const Failure& failure);
  bool try_again(std::size_t index, Ending ending, std::chrono::milliseconds asked);
  void give_up();

  const Options& options_;
  Connections& connections_;
  Hopeless& hopeless_;
  std::span<const Request> requests_;
  unsigned concurrency_;
  std::vector<Tries> tries_;
  std::vector<std::optional<Result<Response>>> results_;
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting_;
  std::unordered_map<void*, Flight> flights_;
  std::optional<Time> end_;  // once it is cancelled
};

}  // namespace sailmaker::http
