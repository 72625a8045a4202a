#include "target/bucket_answers.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <pugixml.hpp>

#include "http/url.h"

namespace sailmaker::target {

namespace {

std::string text_of(const pugi::xml_node& node, const char* name) { return node.child_value(name); }

/// S3 and its kin write keys as forms do: a blank is a plus.
std::string decode_key(std::string key) {
  std::replace(key.begin(), key.end(), '+', ' ');
  return http::decode(key);
}

BucketEntry entry_of(const pugi::xml_node& node, bool is_encoded) {
  BucketEntry entry;
  entry.key = is_encoded ? decode_key(text_of(node, "Key")) : text_of(node, "Key");
  entry.etag = plain_etag(text_of(node, "ETag"));
  entry.version = text_of(node, "VersionId");
  if (entry.version.empty()) entry.version = text_of(node, "Generation");
  entry.modified = parse_iso_time(text_of(node, "LastModified"));
  entry.is_delete_marker = std::string_view(node.name()) == "DeleteMarker";
  return entry;
}

bool is_entry(std::string_view name) { return name == "Contents" || name == "Version" || name == "DeleteMarker"; }

/// The query parameter that each element of a page asks to be sent back as.
constexpr std::pair<const char*, const char*> kNext[] = {{"NextContinuationToken", "continuation-token"},
                                                         {"NextKeyMarker", "key-marker"},
                                                         {"NextVersionIdMarker", "version-id-marker"},
                                                         {"NextGenerationMarker", "generation-marker"}};

std::int64_t milliseconds_of(std::tm parts, int milliseconds) {
  const std::time_t seconds = timegm(&parts);
  return seconds < 0 ? 0 : static_cast<std::int64_t>(seconds) * 1000 + milliseconds;
}

}  // namespace

Result<BucketPage> parse_listing(const std::string& xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return Error("the listing is no XML");
  const pugi::xml_node root = document.document_element();
  const std::string_view name = root.name();
  if (name != "ListBucketResult" && name != "ListVersionsResult") {
    return Error("the listing is not one: its XML begins with '" + std::string(name.substr(0, 40)) + "'");
  }
  const bool is_encoded = text_of(root, "EncodingType") == "url";
  BucketPage page;
  for (const pugi::xml_node& node : root.children()) {
    if (is_entry(node.name())) page.entries.push_back(entry_of(node, is_encoded));
  }
  if (text_of(root, "IsTruncated") != "true") return page;
  for (const auto& [element, parameter] : kNext) {
    const std::string value = text_of(root, element);
    const bool is_key = std::string_view(parameter) == "key-marker";
    if (!value.empty()) page.next.emplace_back(parameter, is_key && is_encoded ? decode_key(value) : value);
  }
  if (page.next.empty()) return Error("the listing is cut off, but does not say how it goes on");
  return page;
}

StoreError parse_store_error(const std::string& xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return {};
  const pugi::xml_node root = document.child("Error");
  return {text_of(root, "Code"), text_of(root, "Message"), text_of(root, "Region")};
}

std::string element_text(const std::string& xml, std::string_view name) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return {};
  const auto found = document.find_node([&](const pugi::xml_node& node) { return node.name() == name; });
  return found.child_value();
}

std::int64_t parse_iso_time(std::string_view text) {
  std::tm parts{};
  int milliseconds = 0, used = 0;
  const std::string copy(text);
  if (std::sscanf(copy.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                  &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &used) != 6) {
    return 0;
  }
  if (static_cast<std::size_t>(used) < copy.size() && copy[static_cast<std::size_t>(used)] == '.') {
    std::string digits = copy.substr(static_cast<std::size_t>(used) + 1, 3);
    digits.resize(std::min(digits.size(), digits.find_first_not_of("0123456789")));
    digits.resize(3, '0');
    milliseconds = std::atoi(digits.c_str());
  }
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return milliseconds_of(parts, milliseconds);
}

std::int64_t parse_http_date(std::string_view text) {
  std::tm parts{};
  const std::string copy(text);
  if (strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts) == nullptr) return 0;
  return milliseconds_of(parts, 0);
}

std::string plain_etag(std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') etag = etag.substr(1, etag.size() - 2);
  return std::string(etag);
}

bool looks_like_md5(std::string_view etag) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return etag.size() == 32 && std::all_of(etag.begin(), etag.end(), is_digit);
}

}  // namespace sailmaker::target
