#include "http/request.h"

#include <algorithm>

#include "base/base64.h"

namespace sailmaker::http {

std::string_view Response::header(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const Header& header) { return header.name == name; });
  return found == headers.end() ? std::string_view() : found->value;
}

Header basic_auth(std::string_view user, std::string_view password) {
  return {"Authorization", "Basic " + base64_encode(std::string(user) + ":" + std::string(password))};
}

Header bearer_auth(std::string_view token) { return {"Authorization", "Bearer " + std::string(token)}; }

}  // namespace sailmaker::http
