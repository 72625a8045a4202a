#include "pipeline/ids.h"

#include <initializer_list>

#include "base/uuid.h"

namespace sailmaker::pipeline {

namespace {

// The space is itself a name-based UUID: version 5 of this name in RFC 9562's name space for URLs. Frozen, like all
// names below: ids_test.cc holds ids that were given out.
constexpr std::string_view kSpaceName = "urn:sailmaker:pipelines";

const Uuid& space() {
  static constexpr Uuid kUrls = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
  static const Uuid ours = uuid5(kUrls, kSpaceName);
  return ours;
}

// A name's parts stand a line each, the kind first: kinds never collide, and keys hold no line breaks.
std::string id_of(std::initializer_list<std::string_view> parts) {
  thread_local std::string name;
  name.clear();
  for (const std::string_view part : parts) {
    if (!name.empty()) name += '\n';
    name += part;
  }
  return to_string(uuid5(space(), name));
}

}  // namespace

std::string pipeline_id(std::string_view key) { return id_of({"pipeline", key}); }

std::string artifact_id(std::string_view key, std::string_view owner, std::string_view display_name) {
  return id_of({"artifact", key, owner, display_name});
}

std::string trigger_id(std::string_view key, std::string_view what) { return id_of({"trigger", key, what}); }

}  // namespace sailmaker::pipeline
