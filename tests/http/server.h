#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sailmaker::http {

/// A request as it came over the wire.
struct Received {
  std::string method;
  std::string target;                          ///< "/path?query"
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  int connection = 0;  ///< the number of its connection, from 1
};

/// A real HTTP server on a free port of 127.0.0.1, whose answers are scripted: `answer` gives the bytes that go back,
/// "" to close the connection instead. It is called from a thread of each connection.
class Server {
 public:
  using Answer = std::function<std::string(const Received&)>;
  explicit Server(Answer answer);
  ~Server();

  int port() const { return port_; }
  std::string url(const std::string& target = "/") const;
  std::vector<Received> received() const;
  int connections() const { return connections_; }

 private:
  void accept_all();
  void serve(int socket, int connection);

  Answer answer_;
  int listening_ = -1;
  int port_ = 0;
  std::atomic<int> connections_{0};
  mutable std::mutex mutex_;
  std::vector<Received> received_;  // guarded by mutex_
  std::list<int> sockets_;          // guarded by mutex_
  std::list<std::thread> threads_;
  std::thread accepting_;
};

/// "HTTP/1.1 <status> x", the headers, Content-Length and the body.
std::string answer_of(int status, const std::string& body, const std::vector<std::string>& headers = {});

/// A port of 127.0.0.1 on which nobody listens.
int closed_port();

}  // namespace sailmaker::http
