#include "base/base64.h"
#include "base/digest.h"
#include "base/unicode.h"
#include "base/uuid.h"
#include "generate/semver.h"
#include "generate/trade_filters.h"
#include "pipeline/spel_literal.h"

// Digests, encodings, versions, and literals for Spinnaker's expressions.

namespace sailmaker::generate {

namespace {

using jinja::HostCall;

// RFC 9562's name spaces; they differ in one byte.
std::optional<Uuid> known_space(std::string_view name) {
  Uuid space = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
  static constexpr std::pair<std::string_view, std::uint8_t> kSpaces[] = {
      {"dns", 0x10}, {"url", 0x11}, {"oid", 0x12}, {"x500", 0x14}};
  for (const auto& [known, byte] : kSpaces) {
    if (known != name) continue;
    space[3] = byte;
    return space;
  }
  return std::nullopt;
}

Uuid space_called(std::string_view name) {
  if (const auto known = known_space(name)) return *known;
  if (!is_uuid(name)) {
    throw value_error("'" + std::string(name) + "' is no name space for uuid5()",
                      "it is a UUID, or one of dns, url, oid and x500");
  }
  Uuid space{};
  std::size_t digits = 0;
  for (const char c : name) {
    if (c == '-') continue;
    const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    space[digits / 2] = static_cast<std::uint8_t>(space[digits / 2] << 4 | digit);
    ++digits;
  }
  return space;
}

Value uuid5_filter(const HostCall& call) {
  return Value(to_string(uuid5(space_called(text_argument(call, 1, "uuid5")), text_argument(call, 0, "uuid5"))));
}

Value sha256_filter(const HostCall& call) { return Value(sha256_hex(text_argument(call, 0, "sha256"))); }

Value b64encode(const HostCall& call) {
  const std::string_view text = text_argument(call, 0, "b64encode");
  call.charge_text(text.size() / 3 * 4);
  return Value(base64_encode(text));
}

Value b64decode(const HostCall& call) {
  const auto bytes = base64_decode(text_argument(call, 0, "b64decode"));
  if (!bytes) throw value_error("the text given to b64decode() is no base64");
  if (find_invalid_utf8(*bytes) != std::string_view::npos) {
    throw value_error("what b64decode() gives is no text, but other bytes");
  }
  return Value(*bytes);
}

Value semver_compare(const HostCall& call) {
  const std::string_view text = text_argument(call, 0, "semver_compare");
  const auto version = parse_semver(text);
  if (!version) throw value_error("'" + std::string(text) + "' is no semantic version", "one is 1.2.3 or 1.2.3-rc.1");
  const std::string_view other = text_argument(call, 1, "semver_compare");
  if (const auto with = parse_semver(other)) return compare(*version, *with);
  auto satisfied = satisfies(*version, other);
  if (!satisfied) throw value_error(satisfied.error().message, satisfied.error().hint);
  return *satisfied;
}

Value spel(const HostCall& call) {
  auto literal = pipeline::spel_literal(call[0]);
  if (!literal) throw value_error(literal.error().message);
  call.charge_text(literal->size());
  return Value(*literal);
}

}  // namespace

std::vector<jinja::HostFunction> text_filters() {
  return {{"uuid5", {{"namespace", "url"}}, uuid5_filter},
          {"sha256", {}, sha256_filter},
          {"b64encode", {}, b64encode},
          {"b64decode", {}, b64decode},
          {"semver_compare", {{"other"}}, semver_compare},
          {"spel", {}, spel}};
}

}  // namespace sailmaker::generate
