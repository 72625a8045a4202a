#include "tests/target/service.h"

#include "target/open.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::target {

Service::Service() : server_([this](const http::Received& received) { return answer(received); }) {}

void Service::on(const std::string& call, Answer answer) {
  const std::lock_guard guard(mutex_);
  answers_.insert_or_assign(call, std::move(answer));
}

void Service::on(const std::string& call, int status, const std::string& body,
                 const std::vector<std::string>& headers) {
  on(call, [=](const http::Received&) { return http::answer_of(status, body, headers); });
}

std::string Service::answer(const http::Received& received) {
  const std::string path = received.target.substr(0, received.target.find('?'));
  Answer found;
  {
    const std::lock_guard guard(mutex_);
    const auto scripted = answers_.find(received.method + " " + path);
    if (scripted != answers_.end()) found = scripted->second;
  }
  if (found) return found(received);
  return http::answer_of(404, R"({"status":404,"error":"Not Found","message":"No message available"})");
}

Result<std::unique_ptr<Target>> Service::open(const std::string& type, const std::string& more,
                                              const std::map<std::string, std::string>& environment) {
  const std::string section = R"({"type":")" + type + R"(","url":")" + server_.url("") + "\"," + more + "}";
  const auto get = [environment](const std::string& name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional(found->second);
  };
  return target::open(parse_json(section, "section").value(), ".", get);
}

std::vector<std::string> Service::calls() const {
  std::vector<std::string> calls;
  for (const http::Received& one : server_.received()) calls.push_back(one.method + " " + one.target);
  return calls;
}

std::string refusal(int status, const std::string& message, const std::string& exception) {
  return to_json(Map{{"timestamp", "2026-11-27T10:03:45.467+00:00"},
                     {"status", status},
                     {"error", "Some Error"},
                     {"exception", exception},
                     {"message", message}});
}

}  // namespace sailmaker::target
