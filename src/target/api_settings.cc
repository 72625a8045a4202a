#include "target/api_settings.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "http/url.h"

namespace sailmaker::target {

namespace {

using Values = std::map<std::string, std::string>;

/// A way to log in, with the settings that it needs and those that it can use.
struct Way {
  std::string name;
  ApiLogin::Way way;
  std::vector<std::string> needs;
  std::vector<std::string> knows;
};

const std::vector<Way>& ways() {
  static const std::vector<Way> all = {
      {"none", ApiLogin::Way::none, {}, {}},
      {"basic", ApiLogin::Way::basic, {"username", "password"}, {}},
      {"bearer", ApiLogin::Way::bearer, {"token"}, {}},
      {"oauth2", ApiLogin::Way::oauth2, {"token_url", "client_id"}, {"client_secret", "scope", "refresh_token"}},
      {"ldap", ApiLogin::Way::form, {"username", "password"}, {}},
      {"x509", ApiLogin::Way::none, {"certificate_file"}, {}},
  };
  return all;
}

/// The way that the given settings mean where `auth` does not say it.
std::string guessed_way(const Values& values) {
  if (values.contains("token")) return "bearer";
  if (values.contains("client_id")) return "oauth2";
  if (values.contains("username")) return "basic";
  return values.contains("certificate_file") ? "x509" : "none";
}

Result<Way> way_of(const Values& values, const Settings& section) {
  const auto given = values.find("auth");
  const std::string name = given == values.end() ? guessed_way(values) : given->second;
  std::vector<std::string> names;
  for (const Way& way : ways()) {
    if (way.name == name) return way;
    names.push_back(way.name);
  }
  const std::string guess = did_you_mean(name, names);
  return section.error_at("auth", "'auth' cannot be '" + name + "'")
      .with_hint(guess.empty() ? "it is one of none, basic, bearer, oauth2, ldap, x509" : guess);
}

Result<void> check_way(const Way& way, const Values& values, const Settings& section) {
  for (const std::string& name : way.needs) {
    if (!values.contains(name)) return section.error_at("", "'auth: " + way.name + "' needs '" + name + "'");
  }
  for (const std::string name :
       {"username", "password", "token", "token_url", "client_id", "client_secret", "scope", "refresh_token"}) {
    const auto has = [&](const std::vector<std::string>& names) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (!values.contains(name) || has(way.needs) || has(way.knows)) continue;
    return section.error_at(name, "'" + name + "' is not used with 'auth: " + way.name + "'", Places::Part::key);
  }
  if (way.way == ApiLogin::Way::oauth2 && !values.contains("client_secret") && !values.contains("refresh_token")) {
    return section.error_at("", "'auth: oauth2' needs 'client_secret' or 'refresh_token'");
  }
  return {};
}

bool is_header_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), fits);
}

Result<http::Headers> headers_of(const Values& values, const Settings& section) {
  constexpr std::string_view kPrefix = "headers.";
  http::Headers headers;
  if (const auto user = values.find("user"); user != values.end())
    headers.push_back({"X-SPINNAKER-USER", user->second});
  for (const auto& [key, value] : values) {
    if (!key.starts_with(kPrefix)) continue;
    const std::string name = key.substr(kPrefix.size());
    if (!is_header_name(name)) return section.error_at("headers", "'" + name + "' cannot be the name of a header");
    headers.push_back({name, value});
  }
  const auto breaks_lines = [](const http::Header& header) {
    return header.value.find_first_of("\r\n") != std::string::npos;
  };
  const auto broken = std::find_if(headers.begin(), headers.end(), breaks_lines);
  if (broken != headers.end()) {
    return section.error_at("headers", "the header '" + broken->name + "' has more than one line");
  }
  return headers;
}

std::string path_of(const Values& values, const std::string& name, const std::filesystem::path& folder) {
  const auto found = values.find(name);
  return found == values.end() ? "" : (folder / found->second).lexically_normal().string();
}

std::string text_in(const Values& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? "" : found->second;
}

ApiLogin login_of(const Way& way, const Values& values) {
  const auto text = [&](const std::string& name) { return text_in(values, name); };
  ApiLogin login;
  login.way = way.way;
  login.username = text("username");
  login.password = text("password");
  login.token = text("token");
  login.token_url = text("token_url");
  login.client_id = text("client_id");
  login.client_secret = text("client_secret");
  login.scope = text("scope");
  login.refresh_token = text("refresh_token");
  return login;
}

}  // namespace

std::vector<Setting> api_settings() {
  constexpr auto optional = Setting::Need::optional;
  std::vector<Setting> settings;
  for (const std::string name : {"url", "user", "auth", "username", "token_url", "client_id", "scope",
                                 "certificate_file", "key_file", "ca_file"}) {
    settings.push_back({name, optional});
  }
  for (const std::string name : {"password", "token", "client_secret", "refresh_token", "key_password"}) {
    settings.push_back({name, optional, Setting::Shape::secret});
  }
  settings.push_back({"headers", optional, Setting::Shape::map});
  return settings;
}

Result<std::string> api_url(std::string_view text) {
  const http::UrlParts parts = http::split_url(text);
  if ((parts.scheme != "http" && parts.scheme != "https") || parts.authority.empty()) {
    return Error("'" + std::string(text) + "' is no address of an API")
        .with_hint("write http://host:port or https://host");
  }
  if (parts.authority.find('@') != std::string_view::npos) {
    return Error("the url holds a user").with_hint("put user and password under 'username' and 'password'");
  }
  if (!parts.query.empty() || text.find('#') != std::string_view::npos) {
    return Error("'" + std::string(text) + "' has more than an address and a path");
  }
  while (text.ends_with('/')) text.remove_suffix(1);
  return std::string(text);
}

Result<ApiSettings> decode_api_settings(const Values& values, const Settings& section,
                                        const std::filesystem::path& folder) {
  ApiSettings settings;
  const auto way = way_of(values, section);
  if (!way) return way.error();
  if (auto good = check_way(*way, values, section); !good) return good.error();
  auto headers = headers_of(values, section);
  if (!headers) return headers.error();
  settings.headers = std::move(*headers);
  if (values.contains("url")) {
    auto url = api_url(values.at("url"));
    if (!url) return section.error_at("url", url.error().message).with_hint(url.error().hint);
    settings.url = std::move(*url);
  }
  settings.login = login_of(*way, values);
  settings.ca = path_of(values, "ca_file", folder);
  settings.certificate = path_of(values, "certificate_file", folder);
  settings.key = path_of(values, "key_file", folder);
  settings.key_password = text_in(values, "key_password");
  settings.login_hint = "say how to log in by 'auth' in the target section; docs/targets.md has the ways";
  return settings;
}

}  // namespace sailmaker::target
