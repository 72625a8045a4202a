#include "sql/pool.h"

#include <algorithm>
#include <random>
#include <thread>

#include "sql/failure.h"

namespace sailmaker::sql {

namespace {

constexpr std::chrono::seconds kTrusted{5};            // idle no longer than this, a connection is not tried first
constexpr std::chrono::milliseconds kFirstPause{100};  // doubles with each try

}  // namespace

Result<Pool::Lease> Pool::take() {
  std::unique_lock lock(mutex_);
  for (;;) {
    freed_.wait(lock, [&] { return !idle_.empty() || open_ < most_; });
    if (idle_.empty()) break;
    Idle idle = std::move(idle_.back());
    idle_.pop_back();
    if (std::chrono::steady_clock::now() - idle.since < kTrusted) return Lease(*this, std::move(idle.connection));
    lock.unlock();
    // Servers and firewalls close what is idle for long.
    if (idle.connection->execute("SELECT 1")) return Lease(*this, std::move(idle.connection));
    idle.connection.reset();
    lock.lock();
    --open_;
  }
  ++open_;
  lock.unlock();
  auto connection = open();
  if (connection) return Lease(*this, std::move(*connection));
  forget(nullptr);
  return std::move(connection).error();
}

Result<std::unique_ptr<Connection>> Pool::open() {
  auto connection = connect(address_);
  if (!connection || !on_connect_) return connection;
  if (auto good = on_connect_(**connection); !good) return good.error();
  return connection;
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  if (!connection->is_usable()) return forget(std::move(connection));
  {
    const std::lock_guard guard(mutex_);
    idle_.push_back({std::move(connection), std::chrono::steady_clock::now()});
  }
  freed_.notify_one();
}

void Pool::forget(std::unique_ptr<Connection> connection) {
  connection.reset();
  {
    const std::lock_guard guard(mutex_);
    --open_;
  }
  freed_.notify_one();
}

bool pauses_before_another(const Error& error, int done) {
  const Failure failure = failure_of(error);
  if (done >= kTries || (failure != Failure::lost && !can_try_again(failure))) return false;
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto pause = kFirstPause * (1 << (done - 1));
  // Between a half and the whole, so that those who met once do not meet again.
  std::this_thread::sleep_for(pause / 2 + pause / 2 * (random() % 1000) / 1000);
  return true;
}

}  // namespace sailmaker::sql
