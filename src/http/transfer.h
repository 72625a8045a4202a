#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "http/client.h"
#include "http/failure.h"
#include "http/request.h"

namespace sailmaker::http {

/// What one try brought: an answer, with the wait that it asks for, or none.
struct Answer {
  Response response;
  std::chrono::milliseconds asked{0};  ///< Retry-After
  /// curl sent the request twice: first on an old connection, which then turned out to be lost.
  bool sent_twice = false;
};
/// An answer that is not wanted, however often it comes.
struct TooLarge {};
using TryResult = std::variant<Answer, Failure, TooLarge>;

/// One try of one request, on a curl handle that others used before and will use again.
class Transfer {
 public:
  /// `easy` is a CURL*; neither owned nor kept beyond the transfer. All arguments must live as long as the transfer.
  Transfer(void* easy, const Request& request, const Options& options);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  void* easy() const;
  /// What came of it, once curl is done with `code`. The transfer is over then.
  TryResult finish(int code);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace sailmaker::http
