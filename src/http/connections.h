#pragma once

#include <memory>
#include <optional>
#include <vector>

namespace sailmaker::http {

/// curl's side of a batch: open connections and the handles that use them. One thread at a time.
class Connections {
 public:
  Connections();
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  /// A handle (a CURL*) that is free, and back with it.
  void* take();
  void give_back(void* easy);

  void start(void* easy);
  void stop(void* easy);
  /// Moves all started transfers on, waiting at most `milliseconds` for something to happen.
  void work(int milliseconds);
  struct Done {
    void* easy;
    int code;  ///< a CURLcode
  };
  /// A transfer that has ended since, which is stopped by this.
  std::optional<Done> next_done();
  /// How many connections are kept open for later; at least as many as transfers are in flight.
  void keep(unsigned connections);

 private:
  void* multi_;
  std::vector<void*> idle_;
};

}  // namespace sailmaker::http
