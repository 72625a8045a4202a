#include "tests/http/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace sailmaker::http {

namespace {

/// A socket that listens on a free port of 127.0.0.1, and that port.
std::pair<int, int> listen_somewhere() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (socket < 0 || bind(socket, plain, size) != 0 || listen(socket, 128) != 0 ||
      getsockname(socket, plain, &size) != 0) {
    throw std::runtime_error("cannot listen on 127.0.0.1");
  }
  return {socket, ntohs(address.sin_port)};
}

/// Reads from the socket until `text` has at least `size` bytes, or up to and with `end` when that is given.
bool fill(int socket, std::string& text, std::size_t size, const char* end = nullptr) {
  while (end != nullptr ? text.find(end) == std::string::npos : text.size() < size) {
    char buffer[16384];
    const ssize_t count = recv(socket, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    text.append(buffer, static_cast<std::size_t>(count));
  }
  return true;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// The next request in `text`, which is filled from the socket; what follows it stays in `text`.
std::optional<Received> next_request(int socket, std::string& text) {
  if (!fill(socket, text, 0, "\r\n\r\n")) return std::nullopt;
  std::size_t end = text.find("\r\n\r\n");
  const std::string head = text.substr(0, end + 2);
  text.erase(0, end + 4);
  Received request;
  const std::size_t first = head.find(' '), second = head.find(' ', first + 1);
  request.method = head.substr(0, first);
  request.target = head.substr(first + 1, second - first - 1);
  for (std::size_t at = head.find("\r\n") + 2; at < head.size(); at = end + 2) {
    end = head.find("\r\n", at);
    const std::size_t colon = head.find(':', at);
    const std::size_t value = head.find_first_not_of(' ', colon + 1);
    request.headers[lower(head.substr(at, colon - at))] = head.substr(value, end - value);
  }
  const std::size_t length =
      request.headers.contains("content-length") ? std::stoul(request.headers["content-length"]) : 0;
  if (!fill(socket, text, length)) return std::nullopt;
  request.body = text.substr(0, length);
  text.erase(0, length);
  return request;
}

}  // namespace

Server::Server(Answer answer) : answer_(std::move(answer)) {
  std::tie(listening_, port_) = listen_somewhere();
  accepting_ = std::thread([this] { accept_all(); });
}

Server::~Server() {
  shutdown(listening_, SHUT_RDWR);
  accepting_.join();
  {
    const std::lock_guard guard(mutex_);
    for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
  close(listening_);
}

std::string Server::url(const std::string& target) const {
  return "http://127.0.0.1:" + std::to_string(port_) + target;
}

std::vector<Received> Server::received() const {
  const std::lock_guard guard(mutex_);
  return received_;
}

void Server::accept_all() {
  for (;;) {
    const int socket = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    const int connection = ++connections_;
    {
      const std::lock_guard guard(mutex_);
      sockets_.push_back(socket);
    }
    threads_.emplace_back([this, socket, connection] { serve(socket, connection); });
  }
}

void Server::serve(int socket, int connection) {
  std::string text;
  while (auto request = next_request(socket, text)) {
    request->connection = connection;
    {
      const std::lock_guard guard(mutex_);
      received_.push_back(*request);
    }
    const std::string answer = answer_(*request);
    if (answer.empty() || send(socket, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) break;
  }
  const std::lock_guard guard(mutex_);
  sockets_.remove(socket);
  close(socket);
}

std::string answer_of(int status, const std::string& body, const std::vector<std::string>& headers) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " x\r\n";
  for (const std::string& header : headers) text += header + "\r\n";
  return text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

int closed_port() {
  const auto [socket, port] = listen_somewhere();
  close(socket);
  return port;
}

}  // namespace sailmaker::http
