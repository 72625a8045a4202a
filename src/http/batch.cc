#include "http/batch.h"

#include <algorithm>
#include <utility>

#include "http/url.h"

namespace sailmaker::http {

namespace {

/// How soon a wait notices that the batch is cancelled.
constexpr std::chrono::milliseconds kGlance{100};
/// How long a server that let a cancelled batch down is waited for.
constexpr std::chrono::milliseconds kShortGrace{1000};

Error too_large(const Request& request, const Options& options) {
  Error error("the answer of " + origin_of(request.url) + " is larger than " + std::to_string(options.largest_answer) +
              " bytes");
  error.type = kTooLarge;
  return error;
}

/// A line break would begin a header that nobody wrote.
bool is_fit(const Request& request) {
  const auto breaks = [](const std::string& text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
  };
  return !breaks(request.url) && !breaks(request.method) &&
         std::none_of(request.headers.begin(), request.headers.end(), [&](const Header& header) {
           return header.name.empty() || breaks(header.name) || breaks(header.value);
         });
}

}  // namespace

Batch::Batch(const Options& options, Connections& connections, Hopeless& hopeless, std::span<const Request> requests,
             unsigned concurrency)
    : options_(options),
      connections_(connections),
      hopeless_(hopeless),
      requests_(requests),
      concurrency_(std::max(1U, concurrency)),
      results_(requests.size()) {
  const Time now = options_.timing.now();
  tries_.reserve(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    tries_.emplace_back(options_.retry, requests[i].repeat);
    if (is_fit(requests[i])) {
      waiting_.push({now, i});
    } else {
      results_[i] = Error("a request to " + origin_of(requests[i].url) + " has a line break in its head");
    }
  }
  connections_.keep(std::max(8U, concurrency_));
}

Batch::~Batch() {
  for (auto& [easy, flight] : flights_) {
    connections_.stop(easy);
    flight.transfer.reset();
    connections_.give_back(easy);
  }
}

std::vector<Result<Response>> Batch::run() {
  while (!waiting_.empty() || !flights_.empty()) {
    if (is_over()) {
      give_up();
      break;
    }
    start_ready();
    wait();
    collect();
  }
  std::vector<Result<Response>> results;
  results.reserve(results_.size());
  for (auto& result : results_) results.push_back(std::move(*result));
  return results;
}

bool Batch::is_over() {
  if (options_.cancelled == nullptr || !options_.cancelled->load()) return false;
  const Time now = options_.timing.now();
  if (!end_) end_ = now + (hopeless_ ? std::min(options_.grace, kShortGrace) : options_.grace);
  return now >= *end_;
}

void Batch::start_ready() {
  const Time now = options_.timing.now();
  while (!waiting_.empty() && flights_.size() < concurrency_ && waiting_.top().ready <= now) {
    const std::size_t index = waiting_.top().index;
    waiting_.pop();
    void* easy = connections_.take();
    flights_[easy] = {index, std::make_unique<Transfer>(easy, requests_[index], options_)};
    connections_.start(easy);
  }
}

void Batch::wait() {
  auto time = kGlance;
  if (!waiting_.empty() && flights_.size() < concurrency_) {
    const auto left = waiting_.top().ready - options_.timing.now();
    time = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(left), std::chrono::milliseconds(0), kGlance);
  }
  if (flights_.empty()) {
    if (time.count() > 0) options_.timing.pause(time);
  } else {
    connections_.work(static_cast<int>(time.count()));
  }
}

void Batch::collect() {
  while (const auto done = connections_.next_done()) {
    const auto found = flights_.find(done->easy);
    const std::size_t index = found->second.index;
    TryResult result = found->second.transfer->finish(done->code);
    flights_.erase(found);
    connections_.give_back(done->easy);
    settle(index, std::move(result));
  }
}

void Batch::settle(std::size_t index, TryResult result) {
  if (auto* answer = std::get_if<Answer>(&result)) {
    settle_answer(index, std::move(*answer));
  } else if (const auto* failure = std::get_if<Failure>(&result)) {
    settle_failure(index, *failure);
  } else {
    results_[index] = too_large(requests_[index], options_);
  }
}

void Batch::settle_answer(std::size_t index, Answer answer) {
  hopeless_ = false;
  answer.response.maybe_done_before = tries_[index].maybe_done() || answer.sent_twice;
  if (try_again(index, ending_of(answer.response.status), answer.asked)) return;
  results_[index] = std::move(answer.response);
}

void Batch::settle_failure(std::size_t index, const Failure& failure) {
  const Ending ending = ending_of(failure);
  if (try_again(index, ending, std::chrono::milliseconds(0))) return;
  if (ending == Ending::not_sent) hopeless_ = true;
  Error error = error_of(failure, requests_[index].url, options_);
  if (tries_[index].maybe_done()) error.type = kNotKnown;
  results_[index] = std::move(error);
}

bool Batch::try_again(std::size_t index, Ending ending, std::chrono::milliseconds asked) {
  const auto pause = tries_[index].after(ending, asked, options_.timing.chance(), hopeless_);
  if (!pause) return false;
  waiting_.push({options_.timing.now() + *pause, index});
  return true;
}

void Batch::give_up() {
  std::vector<bool> is_seen(results_.size());
  for (const auto& [easy, flight] : flights_) is_seen[flight.index] = true;
  if (!flights_.empty()) hopeless_ = true;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (results_[i]) continue;
    Error error("cancelled while waiting for " + origin_of(requests_[i].url));
    error.type = is_seen[i] || tries_[i].maybe_done() ? kNotKnown : kCancelled;
    results_[i] = std::move(error);
  }
}

}  // namespace sailmaker::http
