#include "target/gate.h"

#include <fmt/core.h>

#include <mutex>

#include "http/url.h"
#include "target/api_answer.h"
#include "target/api_client.h"
#include "target/api_error.h"
#include "target/api_pipeline.h"
#include "target/api_target.h"
#include "target/spin_config.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

class Gate final : public PipelineApi {
 public:
  explicit Gate(ApiSettings settings) : client_(std::move(settings)) {}

  std::string describe() const override { return "gate " + client_.url(); }
  Result<std::vector<Value>> list() override;
  Result<std::optional<Value>> find(std::string_view id, std::string_view application) override;
  Result<std::vector<Value>> named(std::string_view application, std::string_view name) override;
  Result<void> save(const Value& pipeline) override;
  Result<std::vector<Refused>> save_all(std::span<const Value> pipelines) override;
  Result<bool> remove(std::string_view application, std::string_view name) override;
  Result<std::vector<Value>> history(std::string_view id, int limit) override;
  Result<std::optional<std::vector<std::string>>> accounts() override { return names_of("/credentials"); }
  Result<std::optional<std::vector<std::string>>> artifact_accounts() override {
    return names_of("/artifacts/credentials");
  }
  Result<std::optional<std::vector<std::string>>> applications() override { return names_of("/applications"); }

 private:
  Result<std::optional<std::vector<std::string>>> names_of(const std::string& path);
  Result<std::vector<Value>> list_of(const std::string& path);
  Result<std::optional<Value>> find_in(std::string_view id, const std::string& application);
  void remember(const std::vector<Value>& pipelines);
  std::string application_of(std::string_view id);

  ApiClient client_;
  std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> applications_;  // of each id that was seen; guarded by mutex_
};

Result<std::vector<Value>> Gate::list_of(const std::string& path) {
  auto answer = client_.get_json(path);
  if (!answer) return answer.error();
  return list_in(*answer, "GET " + client_.url() + path);
}

Result<std::vector<Value>> Gate::list() {
  auto pipelines = list_of("/pipelineConfigs");
  if (pipelines) remember(*pipelines);
  return pipelines;
}

void Gate::remember(const std::vector<Value>& pipelines) {
  const std::lock_guard guard(mutex_);
  for (const Value& pipeline : pipelines) {
    const auto id = pipeline.is_map() ? api_id(pipeline) : std::optional<std::string>();
    if (id) applications_.insert_or_assign(*id, text_of(pipeline, "application"));
  }
}

std::string Gate::application_of(std::string_view id) {
  const std::lock_guard guard(mutex_);
  const auto found = applications_.find(id);
  return found == applications_.end() ? std::string() : found->second;
}

// Gate finds a pipeline within an application. Where nobody knows which, all pipelines are looked through.
Result<std::optional<Value>> Gate::find(std::string_view id, std::string_view application) {
  const std::string seen = application_of(id);
  if (!seen.empty()) {
    auto found = find_in(id, seen);
    if (!found || *found) return found;
  }
  if (!application.empty()) return find_in(id, std::string(application));
  const auto pipelines = list();
  if (!pipelines) return pipelines.error();
  for (const Value& pipeline : *pipelines) {
    if (pipeline.is_map() && api_id(pipeline) == id) return std::optional<Value>(pipeline);
  }
  return std::optional<Value>();
}

Result<std::optional<Value>> Gate::find_in(std::string_view id, const std::string& application) {
  const std::string path = "/applications/" + http::encode(application) + "/pipelineConfigs/" + http::encode(id);
  const auto answer = client_.get(path);
  if (!answer) return answer.error();
  return found_in(client_, path, *answer);
}

Result<std::vector<Value>> Gate::named(std::string_view application, std::string_view name) {
  auto all = list_of("/applications/" + http::encode(application) + "/pipelineConfigs");
  if (!all) return all;
  return with_name(*all, name);
}

Result<void> Gate::save(const Value& pipeline) {
  const auto answer = client_.change_patiently("POST", "/pipelines", to_json(pipeline));
  if (!answer) return answer.error();
  if (!is_good_answer(*answer)) return client_.error_of("POST", "/pipelines", *answer);
  remember({pipeline});
  return {};
}

Result<std::vector<Refused>> Gate::save_all(std::span<const Value> pipelines) {
  // The task is listed under one application, and Fiat may ask for the right to write there.
  const std::string path = "/pipelines/bulksave?application=" + http::encode(text_of(pipelines.front(), "application"));
  const auto answer = client_.change_patiently("POST", path, to_json(List(pipelines.begin(), pipelines.end())));
  if (!answer) return answer.error();
  if (!is_good_answer(*answer)) return client_.error_of("POST", path, *answer);
  remember({pipelines.begin(), pipelines.end()});
  return refused_in(answer->body, "POST " + client_.url() + path);
}

Result<bool> Gate::remove(std::string_view application, std::string_view name) {
  const std::string path = "/pipelines/" + http::encode(application) + "/" + http::encode(name);
  const auto answer = client_.change_patiently("DELETE", path, "");
  if (!answer) return answer.error();
  return removed_in(client_, path, *answer);
}

Result<std::vector<Value>> Gate::history(std::string_view id, int limit) {
  const std::string path = fmt::format("/pipelineConfigs/{}/history?limit={}", http::encode(id), limit);
  const auto answer = client_.get(path);
  if (!answer) return answer.error();
  return history_in(client_, path, *answer);
}

Result<std::optional<std::vector<std::string>>> Gate::names_of(const std::string& path) {
  const auto answer = client_.get_json(path);
  if (!answer) return answer.error();
  return names_in(*answer, "name", "GET " + client_.url() + path);
}

/// Whether the section says itself how to log in.
bool has_login(const std::map<std::string, std::string>& values) {
  for (const char* name : {"auth", "username", "token", "client_id", "certificate_file"}) {
    if (values.contains(name)) return true;
  }
  return false;
}

// A login goes to the server that it was made for, and to no other.
Result<void> use_spin(const SpinConfig& config, bool is_asked_for, ApiSettings& settings, const Settings& section) {
  if (settings.url.empty()) settings.url = config.url;
  const bool is_same = http::origin_of(settings.url) == http::origin_of(config.url);
  if (!is_same && !is_asked_for) return {};
  if (!is_same && !config.url.empty()) {
    return section.error_at("url", "spin's configuration is for " + config.url + ", not for " + settings.url)
        .with_hint("leave the url out to use the one from there, or say by 'auth' how to log in");
  }
  settings.login = config.login;
  settings.certificate = config.certificate;
  settings.key = config.key;
  settings.trusts_any_server = config.trusts_any_server;
  return {};
}

Result<void> add_spin(const std::map<std::string, std::string>& values, const Settings& section,
                      const std::filesystem::path& folder, const Environment& environment, ApiSettings& settings) {
  const auto named = values.find("spin_config");
  const bool is_asked_for = named != values.end();
  const auto path = is_asked_for ? std::optional(folder / named->second) : spin_config_path(environment);
  if (!path || (has_login(values) && !is_asked_for)) return {};
  const auto config = read_spin_config(*path, environment);
  if (!config) return is_asked_for || settings.url.empty() ? config.error() : Result<void>();
  if (*config) return use_spin(**config, is_asked_for, settings, section);
  if (!is_asked_for) return {};
  return section.error_at("spin_config", "file " + path->string() + " does not exist");
}

}  // namespace

std::vector<Setting> gate_settings() {
  auto settings = api_settings();
  settings.push_back({"spin_config", Setting::Need::optional});
  return settings;
}

Result<std::unique_ptr<Target>> make_gate(const std::map<std::string, std::string>& values, const Settings& section,
                                          const std::filesystem::path& folder, const Environment& environment,
                                          const std::atomic<bool>* stop) {
  if (values.contains("spin_config") && has_login(values)) {
    return section.error_at("spin_config", "'spin_config' and a login of the section's own exclude each other");
  }
  auto settings = decode_api_settings(values, section, folder);
  if (!settings) return settings.error();
  settings->stop = stop;
  if (auto done = add_spin(values, section, folder, environment, *settings); !done) return done.error();
  if (settings->url.empty()) {
    return section.error_at("", "'url' is missing")
        .with_hint(
            "name Gate's address, or log in with spin, whose "
            "configuration is read as well");
  }
  settings->login_hint = "log in with spin, or say how to log in by 'auth' in the target section (docs/targets.md)";
  return make_api_target(std::make_unique<Gate>(std::move(*settings)));
}

}  // namespace sailmaker::target
