#include "target/gcs.h"

#include <fcntl.h>

#include <utility>

#include "http/url.h"
#include "target/bucket_target.h"
#include "target/folder.h"
#include "target/google_identity.h"
#include "target/settings.h"

namespace sailmaker::target {

namespace {

using Values = std::map<std::string, std::string>;
using Found = Result<std::shared_ptr<Identity>>;

std::string without_slashes(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  while (text.starts_with('/')) text.erase(0, 1);
  return text;
}

/// The key file that Google's own programs use.
Found default_identity(const Environment& environment) {
  const std::string path = environment("GOOGLE_APPLICATION_CREDENTIALS").value_or("");
  if (path.empty()) return google_metadata_identity(environment);
  auto file = read_file(AT_FDCWD, path.c_str(), path);
  if (!file) return std::move(file).error();
  if (!*file) return Error("GOOGLE_APPLICATION_CREDENTIALS names " + path + ", which does not exist");
  auto identity = google_account_identity((*file)->text);
  if (!identity) return Error(path + ": " + identity.error().message);
  return identity;
}

/// 1. the HMAC key, 2. the service account of the section; 3. GOOGLE_APPLICATION_CREDENTIALS, 4. the machine's account.
Found identity_of(const Values& values, const Settings& section, const Environment& environment) {
  const bool has_id = values.contains("access_key_id"), has_secret = values.contains("secret_access_key");
  if (has_id != has_secret) {
    return section.error_at(has_id ? "access_key_id" : "secret_access_key",
                            "'access_key_id' and 'secret_access_key' belong together");
  }
  if (has_id) return google_hmac_identity(values.at("access_key_id"), values.at("secret_access_key"));
  auto identity = values.contains("credentials") ? google_account_identity(values.at("credentials"))
                                                 : default_identity(environment);
  if (identity) return identity;
  return section.error_at(values.contains("credentials") ? "credentials_file" : "", identity.error().message);
}

}  // namespace

std::vector<Setting> gcs_settings() {
  using enum Setting::Need;
  using enum Setting::Shape;
  return {{"bucket"},
          {"prefix", optional},
          {"endpoint", optional},
          {"access_key_id", optional},
          {"secret_access_key", optional, secret},
          {"credentials", optional, secret},
          {"ca_file", optional}};
}

Result<std::unique_ptr<Target>> make_gcs(const Values& values, const Settings& section,
                                         const std::filesystem::path& folder, const Environment& environment,
                                         const std::atomic<bool>* stop) {
  auto identity = identity_of(values, section, environment);
  if (!identity) return std::move(identity).error();
  std::string endpoint = value_or(values, "endpoint", "https://storage.googleapis.com");
  while (endpoint.ends_with('/')) endpoint.pop_back();
  if (!endpoint.starts_with("http://") && !endpoint.starts_with("https://")) {
    return section.error_at("endpoint", "'" + endpoint + "' is no address of a server")
        .with_hint("write it as http://host:port or https://host");
  }
  const std::string& bucket = values.at("bucket");
  BucketSettings settings;
  settings.place = {Dialect::gcs, bucket, endpoint + "/" + http::encode(bucket)};
  settings.root = without_slashes(value_or(values, "prefix", settings.root));
  settings.shown = "gcs bucket " + bucket + "/" + settings.root;
  settings.honours_conditions = true;
  settings.http.cancelled = stop;
  settings.http.grace = kGrace;
  if (values.contains("ca_file")) settings.http.ca_file = (folder / values.at("ca_file")).lexically_normal();
  return make_bucket_target(std::move(settings), std::move(*identity));
}

}  // namespace sailmaker::target
