#include "store/header.h"

namespace sailmaker::store {

namespace {

constexpr std::string_view kOpening = "{#---";
constexpr std::string_view kClosing = "---#}";
constexpr std::string_view kCommentEnd = "#}";

}  // namespace

Result<std::optional<std::string>> header_of(std::string_view text, std::string_view file) {
  if (!text.starts_with(kOpening)) return std::optional<std::string>();
  // To Jinja all of it is a comment, and that ends with the first "#}".
  const std::size_t end = text.find(kCommentEnd, kOpening.size());
  if (end == text.npos) {
    return Error("the header is never closed", locate(text, 0, kOpening.size(), file)).with_hint("end it with '---#}'");
  }
  const std::size_t after = end + kCommentEnd.size();
  if (after < kOpening.size() + kClosing.size() || !text.substr(0, after).ends_with(kClosing)) {
    return Error("the header must end with '---#}'", locate(text, end, kCommentEnd.size(), file))
        .with_hint("a comment of Jinja ends with the first '#}', even inside of quotes");
  }
  std::string yaml(text.substr(0, after - kClosing.size()));
  yaml.replace(0, kOpening.size(), kOpening.size(), ' ');
  return std::optional<std::string>(std::move(yaml));
}

}  // namespace sailmaker::store
