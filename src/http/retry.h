#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "http/request.h"

namespace sailmaker::http {

/// When a request is sent again. Waits grow by the factor two, each drawn evenly from zero to its bound ("full
/// jitter"), so that many clients that were refused together do not come back together.
struct Retry {
  int answered_tries = 12;   ///< at most, of those that the server answered with 429, 500, 502, 503 or 504
  int unanswered_tries = 4;  ///< at most, of those that found no server or got no answer
  std::chrono::milliseconds first_wait{100};       ///< the bound of the first
  std::chrono::milliseconds longest_wait{5000};    ///< no bound grows above this
  std::chrono::milliseconds longest_asked{60000};  ///< the longest Retry-After that is waited for

  static Retry none() { return {1, 1}; }
};

/// Time and chance, which tests replace.
struct Timing {
  using Clock = std::chrono::steady_clock;
  std::function<Clock::time_point()> now;                       ///< for waits
  std::function<void(std::chrono::milliseconds)> pause;         ///< called when there is nothing to do but wait
  std::function<double()> chance;                               ///< evenly in [0, 1)
  std::function<std::chrono::system_clock::time_point()> date;  ///< for signatures

  static Timing real();
};

/// What one try came to.
enum class Ending {
  answer,       ///< as the server means it, be it good or bad
  overload,     ///< 429 or a 5xx that a later try may not meet
  not_sent,     ///< no connection, so the server knows nothing of it
  not_known,    ///< sent, at least in part, but not answered
  never_again,  ///< a certificate that is not trusted, a malformed URL: trying again changes nothing
};

/// How an answer with this status counts.
Ending ending_of(int status);

/// The tries of one request, this far.
class Tries {
 public:
  Tries(const Retry& retry, Repeat repeat) : retry_(retry), repeat_(repeat) {}

  /// Counts a try. How long to wait before the next one; nothing when that one was the last. `asked` is the answer's
  /// Retry-After. `hopeless`: other requests found that server dead a moment ago, so one try without answer is enough.
  std::optional<std::chrono::milliseconds> after(Ending ending, std::chrono::milliseconds asked, double chance,
                                                 bool hopeless);
  bool maybe_done() const { return maybe_done_; }

 private:
  bool may_go_on(Ending ending, bool hopeless) const;

  const Retry& retry_;
  Repeat repeat_;
  int answered_ = 0;
  int unanswered_ = 0;
  bool maybe_done_ = false;
};

}  // namespace sailmaker::http
