#include "http/transfer.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "http/signature.h"

namespace sailmaker::http {

namespace {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

void append(HeaderList& list, const std::string& line) { list.reset(curl_slist_append(list.release(), line.c_str())); }

/// "name: value"; an empty value is written as curl wants it, since "name:" would remove the header.
std::string line_of(const Header& header) {
  return header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

}  // namespace

class Transfer::State {
 public:
  State(CURL* easy, const Request& request, const Options& options)
      : easy_(easy), request_(request), options_(options) {
    curl_easy_reset(easy_);
    set_request();
    set_headers();
    set_connection();
    set_trust();
    set_sinks();
  }

  CURL* easy() const { return easy_; }

  TryResult finish(CURLcode code) {
    if (is_too_large_ || code == CURLE_FILESIZE_EXCEEDED) return TooLarge{};
    if (code != CURLE_OK) return failure(code);
    long status = 0;
    curl_off_t after = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy_, CURLINFO_RETRY_AFTER, &after);
    response_.status = static_cast<int>(status);
    const auto asked = std::clamp<curl_off_t>(after, 0, 24 * 3600);
    return Answer{std::move(response_), std::chrono::seconds(asked), sendings_ > 1};
  }

 private:
  template <typename T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(easy_, option, value);
  }
  void set_file(CURLoption option, const std::string& name) {
    if (!name.empty()) set(option, name.c_str());
  }

  void set_request() {
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_PATH_AS_IS, 1L);
    if (request_.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    } else if (request_.method != "GET" || !request_.body.empty()) {
      const bool has_body = !request_.body.empty() || request_.method == "PUT" || request_.method == "POST";
      if (has_body) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
        set(CURLOPT_POSTFIELDS, request_.body.c_str());
      }
      set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    }
  }

  void set_headers() {
    for (const Header& header : request_.headers) append(headers_, line_of(header));
    if (request_.signing) {
      for (const Header& header : signature_of(request_, *request_.signing, options_.timing.date())) {
        append(headers_, line_of(header));
      }
    }
    append(headers_, "Expect:");  // waiting for "100 Continue" costs a round trip for each write
    const auto is_type = [](const Header& header) { return lower(header.name) == "content-type"; };
    if (std::none_of(request_.headers.begin(), request_.headers.end(), is_type)) append(headers_, "Content-Type:");
    set(CURLOPT_HTTPHEADER, headers_.get());
    set(CURLOPT_USERAGENT, options_.user_agent.c_str());
    if (options_.compression == Options::Compression::yes) set(CURLOPT_ACCEPT_ENCODING, "");
  }

  void set_connection() {
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    // On a connection that the server has closed meanwhile curl sends a request again by itself, so one that must not
    // arrive twice gets a connection of its own.
    if (request_.repeat == Repeat::no) set(CURLOPT_FRESH_CONNECT, 1L);
    if (options_.proxy == Options::Proxy::none) set(CURLOPT_PROXY, "");
  }

  void set_trust() {
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set_file(CURLOPT_CAINFO, options_.ca_file);
    set_file(CURLOPT_SSLCERT, options_.certificate_file);
    set_file(CURLOPT_SSLKEY, options_.key_file);
    set_file(CURLOPT_KEYPASSWD, options_.key_password);
    const bool verify = options_.verify == Options::Verify::yes;
    set(CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
  }

  void set_sinks() {
    set(CURLOPT_ERRORBUFFER, detail_.data());
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options_.largest_answer));
    set(CURLOPT_WRITEFUNCTION, &State::take_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &State::take_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_PREREQFUNCTION, &State::count_sending);
    set(CURLOPT_PREREQDATA, this);
  }

  static int count_sending(void* self, char*, char*, int, int) {
    ++static_cast<State*>(self)->sendings_;
    return CURL_PREREQFUNC_OK;
  }

  static std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* self) {
    auto& state = *static_cast<State*>(self);
    if (state.response_.body.size() + count > state.options_.largest_answer) {
      state.is_too_large_ = true;
      return 0;
    }
    state.response_.body.append(bytes, count);
    return count;
  }

  static std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* self) {
    auto& state = *static_cast<State*>(self);
    const std::string_view line(bytes, count);
    // A status line begins a new answer: what came before it was a 1xx.
    if (line.starts_with("HTTP/")) state.response_.headers.clear();
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return count;
    state.response_.headers.push_back({lower(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
    return count;
  }

  Failure failure(CURLcode code) const {
    long system_error = 0;
    curl_off_t sent_after = 0;  // since the start, when sending could begin; 0 while it could not
    curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &system_error);
    curl_easy_getinfo(easy_, CURLINFO_PRETRANSFER_TIME_T, &sent_after);
    return {static_cast<int>(code), code == CURLE_COULDNT_CONNECT ? system_error : 0, detail_.data(), sent_after > 0};
  }

  CURL* easy_;
  const Request& request_;
  const Options& options_;
  HeaderList headers_;
  std::array<char, CURL_ERROR_SIZE> detail_{};
  Response response_;
  bool is_too_large_ = false;
  int sendings_ = 0;
};

Transfer::Transfer(void* easy, const Request& request, const Options& options)
    : state_(std::make_unique<State>(easy, request, options)) {}
Transfer::~Transfer() = default;

void* Transfer::easy() const { return state_->easy(); }
TryResult Transfer::finish(int code) { return state_->finish(static_cast<CURLcode>(code)); }

}  // namespace sailmaker::http
