#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "http/client.h"
#include "http/retry.h"

namespace sailmaker::http {

/// Why a try got no answer, as curl reports it, in numbers so that no header of ours needs curl's.
struct Failure {
  int code;               ///< a CURLcode
  long system_error = 0;  ///< an errno, 0 when there is none
  std::string detail;     ///< curl's own words; may be empty
  bool sent = false;      ///< bytes of the request may have reached the server
};

Ending ending_of(const Failure& failure);

/// "cannot reach http://127.0.0.1:9000: connection refused", with kNotSent or kNotKnown as its type.
Error error_of(const Failure& failure, std::string_view url, const Options& options);

}  // namespace sailmaker::http
