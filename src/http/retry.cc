#include "http/retry.h"

#include <algorithm>
#include <random>
#include <thread>

namespace sailmaker::http {

Timing Timing::real() {
  return {[] { return Clock::now(); }, [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
          [] {
            thread_local std::minstd_rand generator{std::random_device{}()};
            return std::uniform_real_distribution<double>()(generator);
          },
          [] { return std::chrono::system_clock::now(); }};
}

Ending ending_of(int status) {
  switch (status) {
    case 429:
    case 500:
    case 502:
    case 503:
    case 504: return Ending::overload;
    default: return Ending::answer;
  }
}

bool Tries::may_go_on(Ending ending, bool hopeless) const {
  switch (ending) {
    case Ending::answer:
    case Ending::never_again: return false;
    case Ending::overload: return repeat_ == Repeat::safe && answered_ < retry_.answered_tries;
    case Ending::not_sent: return !hopeless && unanswered_ < retry_.unanswered_tries;
    case Ending::not_known: return repeat_ == Repeat::safe && !hopeless && unanswered_ < retry_.unanswered_tries;
  }
  return false;
}

std::optional<std::chrono::milliseconds> Tries::after(Ending ending, std::chrono::milliseconds asked, double chance,
                                                      bool hopeless) {
  (ending == Ending::overload ? answered_ : unanswered_) += 1;
  if (!may_go_on(ending, hopeless)) return std::nullopt;
  maybe_done_ |= ending == Ending::overload || ending == Ending::not_known;
  const int doublings = std::min(answered_ + unanswered_ - 1, 20);
  const std::chrono::milliseconds bound = std::min(retry_.longest_wait, retry_.first_wait * (1L << doublings));
  const auto drawn = std::chrono::milliseconds(static_cast<long long>(static_cast<double>(bound.count()) * chance));
  return std::max(drawn, std::min(asked, retry_.longest_asked));
}

}  // namespace sailmaker::http
