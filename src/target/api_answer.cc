#include "target/api_answer.h"

#include <algorithm>

#include "target/api_error.h"
#include "target/api_pipeline.h"

namespace sailmaker::target {

namespace {

std::string compared(std::string_view name) {
  while (name.starts_with(' ')) name.remove_prefix(1);
  while (name.ends_with(' ')) name.remove_suffix(1);
  std::string out(name);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
  return out;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

Result<std::vector<Value>> list_in(const Value& answer, const std::string& call) {
  if (answer.is_list()) return std::vector<Value>(answer.as_list());
  return Error(call + ": the answer is " + std::string(to_string(answer.kind())) + " and not a list of pipelines")
      .with_hint("is the url that of Front50 or Gate?");
}

Result<std::optional<std::vector<std::string>>> names_in(const Value& answer, std::string_view key,
                                                         const std::string& call) {
  if (!answer.is_list())
    return Error(call + ": the answer is " + std::string(to_string(answer.kind())) + " and no list");
  std::vector<std::string> names;
  for (const Value& item : answer.as_list()) {
    if (std::string name = text_of(item, key); !name.empty()) names.push_back(std::move(name));
  }
  return std::optional(std::move(names));
}

Result<std::optional<Value>> found_in(const ApiClient& client, const std::string& path, const http::Response& answer) {
  if (is_not_found(answer)) return std::optional<Value>();
  if (!is_good_answer(answer)) return client.error_of("GET", path, answer);
  if (is_blank(answer.body)) return std::optional<Value>();
  auto decoded = decode_answer("GET " + client.url() + path, answer.body);
  if (!decoded) return std::move(decoded).error();
  if (decoded->is_map()) return std::optional<Value>(std::move(*decoded));
  return Error("GET " + client.url() + path + ": the answer is " + std::string(to_string(decoded->kind())) +
               " and not a pipeline");
}

Result<std::vector<Value>> history_in(const ApiClient& client, const std::string& path, const http::Response& answer) {
  if (is_not_found(answer)) return std::vector<Value>();
  if (!is_good_answer(answer)) return client.error_of("GET", path, answer);
  const std::string call = "GET " + client.url() + path;
  const auto decoded = decode_answer(call, answer.body);
  if (!decoded) return decoded.error();
  return list_in(*decoded, call);
}

Result<bool> removed_in(const ApiClient& client, const std::string& path, const http::Response& answer) {
  if (is_not_found(answer)) return false;
  if (!is_good_answer(answer)) return client.error_of("DELETE", path, answer);
  return true;
}

std::vector<Value> with_name(const std::vector<Value>& pipelines, std::string_view name) {
  std::vector<Value> found;
  const std::string wanted = compared(name);
  for (const Value& pipeline : pipelines) {
    if (compared(text_of(pipeline, "name")) == wanted) found.push_back(pipeline);
  }
  return found;
}

Result<std::vector<Refused>> refused_in(std::string_view answer, const std::string& call) {
  std::vector<Refused> refused;
  if (is_blank(answer)) return refused;
  const auto decoded = decode_answer(call, answer);
  if (!decoded) return decoded.error();
  const Value* failed = decoded->find("failed_pipelines");
  if (failed == nullptr || !failed->is_list()) return refused;
  for (const Value& pipeline : failed->as_list()) {
    const std::string reason = text_of(pipeline, "errorMsg");
    refused.push_back({text_of(pipeline, "id"), reason.empty() ? "no reason given" : reason});
  }
  return refused;
}

}  // namespace sailmaker::target
