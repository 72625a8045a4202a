#include "target/spin_config.h"

#include <fcntl.h>

#include <ctime>

#include "target/api_pipeline.h"
#include "target/folder.h"
#include "value/map.h"
#include "yaml/parser.h"

namespace sailmaker::target {

namespace {

bool is_name_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// $NAME and ${NAME}; what is not set becomes nothing, as in a shell.
std::string filled(std::string_view text, const Environment& environment) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const bool in_braces = text.substr(i).starts_with("${");
    std::size_t end = i + (in_braces ? 2 : 1);
    const std::size_t start = end;
    while (end < text.size() && is_name_letter(text[end])) ++end;
    const bool is_closed = !in_braces || (end < text.size() && text[end] == '}');
    if (text[i] != '$' || end == start || !is_closed) {
      out += text[i++];
      continue;
    }
    out += environment(std::string(text.substr(start, end - start))).value_or("");
    i = end + (in_braces ? 1 : 0);
  }
  return out;
}

std::string expanded(std::string path, const Environment& environment) {
  if (path.starts_with("~/")) path.replace(0, 1, environment("HOME").value_or(""));
  return path;
}

bool is_true(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value != nullptr && value->is_boolean() && value->as_boolean();
}

/// Seconds since 1970 of "2026-11-27T09:55:53.1Z" or with an offset; 0 where it is not understood.
std::int64_t seconds_of(const std::string& text) {
  std::tm time = {};
  const char* rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &time);
  if (rest == nullptr) return 0;
  std::int64_t seconds = timegm(&time);
  while (*rest == '.' || (*rest >= '0' && *rest <= '9')) ++rest;
  int hours = 0, minutes = 0;
  char sign = 0;
  if (std::sscanf(rest, "%c%2d:%2d", &sign, &hours, &minutes) == 3) {
    seconds -= (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
  }
  return seconds;
}

class Reader {
 public:
  Reader(const std::filesystem::path& file, const Environment& environment) : file_(file), environment_(environment) {}

  Result<SpinConfig> read(const Value& root) {
    if (const Value* gate = root.find("gate")) {
      if (const std::string endpoint = text_of(*gate, "endpoint"); !endpoint.empty()) {
        auto url = api_url(endpoint);
        if (!url) return wrong("gate.endpoint is no address of an API");
        config_.url = std::move(*url);
      }
    }
    const Value* auth = root.find("auth");
    if (auth == nullptr || !auth->is_map() || !is_true(*auth, "enabled")) return config_;
    config_.trusts_any_server = is_true(*auth, "ignoreCertErrors");
    if (auto done = read_login(*auth); !done) return done.error();
    return config_;
  }

 private:
  Error wrong(const std::string& message) const {
    return Error("spin's configuration " + file_.string() + ": " + message);
  }

  Result<void> read_login(const Value& auth) {
    const auto section = [&](std::string_view name) {
      const Value* found = auth.find(name);
      return found != nullptr && found->is_map() ? found : nullptr;
    };
    if (const Value* x509 = section("x509")) {
      if (auto done = read_x509(*x509); !done) return done;
    }
    if (const Value* basic = section("basic")) return read_password(*basic, ApiLogin::Way::basic);
    if (const Value* ldap = section("ldap")) return read_password(*ldap, ApiLogin::Way::form);
    if (const Value* oauth2 = section("oauth2")) return read_oauth2(*oauth2);
    if (const Value* iap = section("iap")) return read_iap(*iap);
    if (const Value* google = section("google_service_account")) return read_google(*google);
    return {};
  }

  Result<void> read_x509(const Value& section) {
    config_.certificate = expanded(text_of(section, "certPath"), environment_);
    config_.key = expanded(text_of(section, "keyPath"), environment_);
    if (!config_.certificate.empty() && !config_.key.empty()) return {};
    return wrong("auth.x509 has no certPath and keyPath")
        .with_hint("put certificate and key into files, and name them there");
  }

  Result<void> read_password(const Value& section, ApiLogin::Way way) {
    config_.login.way = way;
    config_.login.username = text_of(section, "username");
    config_.login.password = text_of(section, "password");
    if (!config_.login.username.empty() && !config_.login.password.empty()) return {};
    return wrong("user and password are not both there")
        .with_hint("add them, or say in the target section how to log in");
  }

  Result<void> read_oauth2(const Value& section) {
    ApiLogin& login = config_.login;
    login.way = ApiLogin::Way::oauth2;
    login.token_url = text_of(section, "tokenUrl");
    login.client_id = text_of(section, "clientId");
    login.client_secret = text_of(section, "clientSecret");
    read_kept_token(section);
    if (!login.token.empty() || !login.refresh_token.empty()) return {};
    return wrong("auth.oauth2 keeps no token").with_hint("log in once with spin, such as by 'spin application list'");
  }

  Result<void> read_iap(const Value& section) {
    config_.login.way = ApiLogin::Way::bearer;
    config_.login.token = text_of(section, "iapIdToken");
    if (!config_.login.token.empty()) return {};
    return wrong("auth.iap has no iapIdToken, and fetching one is not in this version")
        .with_hint("put a token there, or into 'token' of the target section");
  }

  Result<void> read_google(const Value& section) {
    config_.login.way = ApiLogin::Way::oauth2;
    read_kept_token(section);
    if (!config_.login.token.empty()) return {};
    return wrong("auth.google_service_account keeps no token").with_hint("log in once with spin");
  }

  void read_kept_token(const Value& section) {
    const Value* kept = section.find("cachedToken");
    if (kept == nullptr) return;
    config_.login.token = text_of(*kept, "access_token");
    config_.login.refresh_token = text_of(*kept, "refresh_token");
    config_.login.token_expires = seconds_of(text_of(*kept, "expiry"));
  }

  const std::filesystem::path& file_;
  const Environment& environment_;
  SpinConfig config_;
};

}  // namespace

std::optional<std::filesystem::path> spin_config_path(const Environment& environment) {
  const auto home = environment("HOME");
  if (!home || home->empty()) return {};
  return std::filesystem::path(*home) / ".spin/config";
}

Result<std::optional<SpinConfig>> read_spin_config(const std::filesystem::path& file, const Environment& environment) {
  auto content = read_file(AT_FDCWD, file.c_str(), file.string());
  if (!content) return content.error();
  if (!*content) return std::optional<SpinConfig>();
  // The parser's own error would show a line of the file, which may hold a secret.
  const auto document = yaml::parse(filled((*content)->text, environment), file.string());
  if (!document || !(document->root.is_map() || document->root.is_null())) {
    return Error("spin's configuration " + file.string() + " is not YAML with a map");
  }
  auto config = Reader(file, environment).read(document->root);
  if (!config) return std::move(config).error();
  return std::optional<SpinConfig>(std::move(*config));
}

}  // namespace sailmaker::target
