#include "http/failure.h"

#include <curl/curl.h>
#include <fmt/core.h>

#include <system_error>

#include "http/url.h"

namespace sailmaker::http {

namespace {

bool is_distrust(int code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH: return true;
    default: return false;
  }
}

bool is_malformed(int code) {
  return code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_BAD_FUNCTION_ARGUMENT;
}

std::string seconds(std::chrono::milliseconds time) {
  return fmt::format("{:g} s", static_cast<double>(time.count()) / 1000.0);
}

std::string reason_of(const Failure& failure, const Options& options) {
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST: return "the name of the host is not known";
    case CURLE_COULDNT_RESOLVE_PROXY: return "the name of the proxy is not known";
    case CURLE_OPERATION_TIMEDOUT:
      return failure.sent ? "no answer within " + seconds(options.timeout)
                          : "no connection within " + seconds(std::min(options.connect_timeout, options.timeout));
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE: return "the connection was lost before the whole answer was there";
    default: break;
  }
  if (failure.system_error != 0) return std::generic_category().message(static_cast<int>(failure.system_error));
  return failure.detail.empty() ? curl_easy_strerror(static_cast<CURLcode>(failure.code)) : failure.detail;
}

std::string hint_of(const Failure& failure) {
  if (is_distrust(failure.code))
    return "if the server's certificate is signed by an authority of your own, give its file as ca_file";
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST: return "check the address and this machine's DNS";
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return "check https_proxy, http_proxy and no_proxy in the environment";
    case CURLE_COULDNT_CONNECT: return "check the address and the port, and that the server runs";
    default: return {};
  }
}

/// The first letter in lower case, as the reason stands inside a sentence.
std::string inside_sentence(std::string text) {
  const bool is_word = text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z';
  if (is_word) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace

Ending ending_of(const Failure& failure) {
  if (is_distrust(failure.code) || is_malformed(failure.code)) return Ending::never_again;
  return failure.sent ? Ending::not_known : Ending::not_sent;
}

Error error_of(const Failure& failure, std::string_view url, const Options& options) {
  const std::string_view what = failure.sent ? "lost" : is_distrust(failure.code) ? "cannot trust" : "cannot reach";
  const std::string reason = inside_sentence(reason_of(failure, options));
  Error error(failure.sent ? fmt::format("no answer from {}: {}", origin_of(url), reason)
                           : fmt::format("{} {}: {}", what, origin_of(url), reason));
  error.hint = hint_of(failure);
  error.type = failure.sent ? kNotKnown : kNotSent;
  return error;
}

}  // namespace sailmaker::http
