#include "http/connections.h"

#include <curl/curl.h>

#include <new>

namespace sailmaker::http {

namespace {

/// Once in the process, before anything else of curl.
void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(started);
}

template <typename T>
T* made(T* handle) {
  if (handle == nullptr) throw std::bad_alloc();
  return handle;
}

}  // namespace

Connections::Connections() : multi_((start_curl(), made(curl_multi_init()))) {}

Connections::~Connections() {
  for (void* easy : idle_) curl_easy_cleanup(easy);
  curl_multi_cleanup(multi_);
}

void* Connections::take() {
  if (idle_.empty()) return made(curl_easy_init());
  void* easy = idle_.back();
  idle_.pop_back();
  return easy;
}

void Connections::give_back(void* easy) { idle_.push_back(easy); }

void Connections::start(void* easy) { curl_multi_add_handle(multi_, easy); }
void Connections::stop(void* easy) { curl_multi_remove_handle(multi_, easy); }

void Connections::work(int milliseconds) {
  int running = 0;
  curl_multi_perform(multi_, &running);
  if (running > 0) curl_multi_poll(multi_, nullptr, 0, milliseconds, nullptr);
}

std::optional<Connections::Done> Connections::next_done() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const Done done = {message->easy_handle, static_cast<int>(message->data.result)};
    stop(done.easy);
    return done;
  }
  return std::nullopt;
}

void Connections::keep(unsigned connections) {
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(connections));
}

}  // namespace sailmaker::http
