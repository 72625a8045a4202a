#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/request.h"
#include "http/retry.h"

namespace sailmaker::http {

/// Error::type of what Client reports. The first and the third say that the server certainly knows nothing of the
/// request, the second that nobody can tell whether it was carried out.
inline constexpr char kNotSent[] = "HttpNotSent";
inline constexpr char kNotKnown[] = "HttpNotKnown";
inline constexpr char kCancelled[] = "HttpCancelled";
inline constexpr char kTooLarge[] = "HttpTooLarge";

/// How a client talks. A proxy is taken from the environment (https_proxy, http_proxy, no_proxy), as curl does.
struct Options {
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds timeout{60000};  ///< of one try, from its start to the last byte of the answer
  std::size_t largest_answer = 256U << 20U;  ///< bytes of one answer's body
  std::string ca_file;                       ///< PEM; empty: what the system trusts
  std::string certificate_file;              ///< PEM, ours, for servers that ask for one; empty: none
  std::string key_file;                      ///< PEM, its key; empty: in the certificate's file
  std::string key_password;
  enum class Verify { yes, no } verify = Verify::yes;  ///< `no` trusts any server
  enum class Proxy { environment, none } proxy = Proxy::environment;
  enum class Compression { no, yes } compression = Compression::no;  ///< whether answers may come compressed
  std::string user_agent = "sailmaker";
  Retry retry;
  Timing timing = Timing::real();
  /// Once this is true, what is under way or begun later has `grace` to end, and a second after a request that did not
  /// make it. Then requests end: with kNotKnown where the server may have seen them, with kCancelled where not. Not
  /// ours; must live as long as the client. May be null.
  const std::atomic<bool>* cancelled = nullptr;
  std::chrono::milliseconds grace{0};
};

/// Sends requests, keeps connections open for the next ones, and tries again what may be tried again. Redirections are
/// answers like others. All functions may be called from many threads at once.
class Client {
 public:
  explicit Client(Options options);
  ~Client();

  /// The answer, whatever its status. An error when there is none: "cannot reach http://127.0.0.1:9000: connection
  /// refused". A request without Repeat::safe is sent again only where nothing of it can have reached the server.
  Result<Response> send(const Request& request);

  /// Many at once, at most `concurrency` of them in flight; result i is that of requests[i].
  std::vector<Result<Response>> send_all(std::span<const Request> requests, unsigned concurrency);

  const Options& options() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace sailmaker::http
