#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "target/target.h"
#include "tests/http/server.h"

namespace sailmaker::target {

/// A scripted Front50 or Gate: an answer for each "GET /pipelines" (without the query), and a target that talks to it.
class Service {
 public:
  using Answer = std::function<std::string(const http::Received&)>;

  Service();

  /// The answer to a call; one that is not scripted is answered as Front50 answers an unknown address.
  void on(const std::string& call, Answer answer);
  void on(const std::string& call, int status, const std::string& body, const std::vector<std::string>& headers = {});

  /// A target of this type. `more` is JSON of further settings, `"user": "alice"`.
  Result<std::unique_ptr<Target>> open(const std::string& type, const std::string& more = "\"auth\": \"none\"",
                                       const std::map<std::string, std::string>& environment = {});

  /// "GET /pipelines?refresh=true" of each call so far.
  std::vector<std::string> calls() const;
  const http::Server& server() const { return server_; }

 private:
  std::string answer(const http::Received& received);

  std::mutex mutex_;
  std::map<std::string, Answer> answers_;  // guarded by mutex_
  http::Server server_;
};

/// Front50's own form of an error.
std::string refusal(int status, const std::string& message, const std::string& exception = "x.SomeException");

}  // namespace sailmaker::target
