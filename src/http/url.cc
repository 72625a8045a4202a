#include "http/url.h"

namespace sailmaker::http {

namespace {

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string encode_but(std::string_view text, char kept) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c) || (c == kept && kept != '\0')) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
  }
  return out;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string_view without_user(std::string_view authority) {
  const std::size_t at = authority.rfind('@');
  return at == std::string_view::npos ? authority : authority.substr(at + 1);
}

}  // namespace

std::string encode(std::string_view text) { return encode_but(text, '\0'); }
std::string encode_path(std::string_view path) { return encode_but(path, '/'); }

std::string decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape =
        text[i] == '%' && i + 2 < text.size() && digit_of(text[i + 1]) >= 0 && digit_of(text[i + 2]) >= 0;
    if (is_escape) {
      out += static_cast<char>(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string query_of(const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out.append(encode(name)).append("=").append(encode(value));
  }
  return out;
}

UrlParts split_url(std::string_view url) {
  UrlParts parts;
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) {
    parts.scheme = url.substr(0, scheme);
    url.remove_prefix(scheme + 3);
  }
  url = url.substr(0, url.find('#'));
  const std::size_t query = url.find('?');
  if (query != std::string_view::npos) {
    parts.query = url.substr(query + 1);
    url = url.substr(0, query);
  }
  const std::size_t path = url.find('/');
  parts.authority = url.substr(0, path);
  if (path != std::string_view::npos) parts.path = url.substr(path);
  return parts;
}

std::string origin_of(std::string_view url) {
  const UrlParts parts = split_url(url);
  return std::string(parts.scheme) + "://" + std::string(without_user(parts.authority));
}

std::string host_of(std::string_view url) {
  const UrlParts parts = split_url(url);
  std::string_view host = without_user(parts.authority);
  const std::string_view usual = parts.scheme == "https" ? ":443" : ":80";
  if (host.ends_with(usual)) host.remove_suffix(usual.size());
  return std::string(host);
}

}  // namespace sailmaker::http
