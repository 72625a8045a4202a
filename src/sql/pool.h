#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "sql/connection.h"

namespace sailmaker::sql {

/// Connections to one database, opened when they are needed and kept for the next. For many threads.
class Pool {
 public:
  /// A connection on loan; it goes back at the end, or is closed when it broke. Must not outlive the pool.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (connection_ != nullptr) pool_->give_back(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }
    /// Closes it now, as its session is in a state that nobody knows.
    void discard() { pool_->forget(std::move(connection_)); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  /// Called with each new connection before anybody gets it.
  using OnConnect = std::function<Result<void>(Connection&)>;

  Pool(Address address, unsigned most, OnConnect on_connect = {})
      : address_(std::move(address)), most_(most), on_connect_(std::move(on_connect)) {}

  /// Waits for a free connection when all are on loan.
  Result<Lease> take();
  const Address& address() const { return address_; }

 private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    std::chrono::steady_clock::time_point since;
  };

  Result<std::unique_ptr<Connection>> open();
  void give_back(std::unique_ptr<Connection> connection);
  void forget(std::unique_ptr<Connection> connection);

  const Address address_;
  const unsigned most_;
  const OnConnect on_connect_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<Idle> idle_;  // guarded by mutex_, as is all below
  unsigned open_ = 0;       // idle, on loan or being opened
};

constexpr int kTries = 6;

/// Whether try number `done` (from 1) that ended with `error` is worth another; if so, sleeps for the pause.
bool pauses_before_another(const Error& error, int done);

/// Calls `work` with a connection of the pool; again, after a growing pause, as long as it fails with a conflict or for
/// want of a server, and when the connection broke: so `work` must be safe to repeat even when a lost call took
/// effect. Gives up after kTries, about three seconds.
template <typename T>
Result<T> with_connection(Pool& pool, const std::function<Result<T>(Connection&)>& work) {
  for (int done = 1;; ++done) {
    auto lease = pool.take();
    auto result = lease ? work(**lease) : Result<T>(std::move(lease).error());
    if (result || !pauses_before_another(result.error(), done)) return result;
  }
}

}  // namespace sailmaker::sql
