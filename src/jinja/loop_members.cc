#include "jinja/loop_members.h"

#include <array>
#include <utility>

namespace sailmaker::jinja {

LoopMember find_loop_member(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, LoopMember>, 13> kMembers = {{
      {"index", LoopMember::index},
      {"index0", LoopMember::index0},
      {"revindex", LoopMember::revindex},
      {"revindex0", LoopMember::revindex0},
      {"first", LoopMember::first},
      {"last", LoopMember::last},
      {"length", LoopMember::length},
      {"depth", LoopMember::depth},
      {"depth0", LoopMember::depth0},
      {"previtem", LoopMember::previtem},
      {"nextitem", LoopMember::nextitem},
      {"cycle", LoopMember::cycle},
      {"changed", LoopMember::changed},
  }};
  for (const auto& [known, member] : kMembers) {
    if (known == name) return member;
  }
  return LoopMember::none;
}

}  // namespace sailmaker::jinja
