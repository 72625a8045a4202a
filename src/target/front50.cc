#include "target/front50.h"

#include <fmt/core.h>

#include "http/url.h"
#include "target/api_answer.h"
#include "target/api_client.h"
#include "target/api_error.h"
#include "target/api_pipeline.h"
#include "target/api_target.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

class Front50 final : public PipelineApi {
 public:
  explicit Front50(ApiSettings settings) : client_(std::move(settings)) {}

  std::string describe() const override { return "front50 " + client_.url(); }
  Result<std::vector<Value>> list() override { return list_of("/pipelines?refresh=true&restricted=true"); }
  Result<std::optional<Value>> find(std::string_view id, std::string_view application) override;
  Result<std::vector<Value>> named(std::string_view application, std::string_view name) override;
  Result<void> save(const Value& pipeline) override;
  Result<std::vector<Refused>> save_all(std::span<const Value> pipelines) override;
  Result<bool> remove(std::string_view application, std::string_view name) override;
  Result<std::vector<Value>> history(std::string_view id, int limit) override;
  Result<std::optional<std::vector<std::string>>> applications() override;

 private:
  Result<std::vector<Value>> list_of(const std::string& path);

  ApiClient client_;
};

Result<std::vector<Value>> Front50::list_of(const std::string& path) {
  auto answer = client_.get_json(path);
  if (!answer) return answer.error();
  return list_in(*answer, "GET " + client_.url() + path);
}

Result<std::optional<Value>> Front50::find(std::string_view id, std::string_view) {
  const std::string path = "/pipelines/" + http::encode(id) + "/get";
  const auto answer = client_.get(path);
  if (!answer) return answer.error();
  return found_in(client_, path, *answer);
}

Result<std::vector<Value>> Front50::named(std::string_view application, std::string_view name) {
  // Front50 before 2023 knows no filter and answers all of the application.
  auto all =
      list_of("/pipelines/" + http::encode(application) + "?refresh=true&pipelineNameFilter=" + http::encode(name));
  if (!all) return all;
  return with_name(*all, name);
}

Result<void> Front50::save(const Value& pipeline) {
  const auto answer = client_.change("POST", "/pipelines", to_json(pipeline));
  if (!answer) return answer.error();
  if (!is_good_answer(*answer)) return client_.error_of("POST", "/pipelines", *answer);
  return {};
}

Result<std::vector<Refused>> Front50::save_all(std::span<const Value> pipelines) {
  // A batch's names are compared with a cache, which this brings up to date.
  if (auto fresh = named(text_of(pipelines.front(), "application"), text_of(pipelines.front(), "name")); !fresh) {
    return fresh.error();
  }
  const std::string path = "/pipelines/batchUpdate";
  const auto answer = client_.change("POST", path, to_json(List(pipelines.begin(), pipelines.end())));
  if (!answer) return answer.error();
  if (!is_good_answer(*answer)) return client_.error_of("POST", path, *answer);
  return refused_in(answer->body, "POST " + client_.url() + path);
}

Result<bool> Front50::remove(std::string_view application, std::string_view name) {
  const std::string path = "/pipelines/" + http::encode(application) + "/" + http::encode(name);
  const auto answer = client_.change("DELETE", path, "");
  if (!answer) return answer.error();
  return removed_in(client_, path, *answer);
}

Result<std::vector<Value>> Front50::history(std::string_view id, int limit) {
  const std::string path = fmt::format("/pipelines/{}/history?limit={}", http::encode(id), limit);
  const auto answer = client_.get(path);
  if (!answer) return answer.error();
  return history_in(client_, path, *answer);
}

Result<std::optional<std::vector<std::string>>> Front50::applications() {
  const std::string path = "/v2/applications?restricted=true";
  const auto answer = client_.get_json(path);
  if (!answer) return answer.error();
  return names_in(*answer, "name", "GET " + client_.url() + path);
}

}  // namespace

std::vector<Setting> front50_settings() {
  auto settings = api_settings();
  settings.front().need = Setting::Need::required;  // the url
  return settings;
}

Result<std::unique_ptr<Target>> make_front50(const std::map<std::string, std::string>& values, const Settings& section,
                                             const std::filesystem::path& folder, const std::atomic<bool>* stop) {
  auto settings = decode_api_settings(values, section, folder);
  if (!settings) return settings.error();
  settings->stop = stop;
  return make_api_target(std::make_unique<Front50>(std::move(*settings)));
}

}  // namespace sailmaker::target
