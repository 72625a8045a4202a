#include "cli/who.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace sailmaker::cli {

namespace {

struct System {
  const char* person;  ///< variable with who started the job
  const char* job;     ///< variable with the job's address or number; may be empty
};

constexpr System kSystems[] = {
    {"GITHUB_ACTOR", "GITHUB_RUN_ID"},
    {"GITLAB_USER_LOGIN", "CI_JOB_URL"},
    {"BUILD_USER_ID", "BUILD_URL"},
    {"CHANGE_AUTHOR", "BUILD_URL"},
    {"BITBUCKET_STEP_TRIGGERER_UUID", ""},
    {"CIRCLE_USERNAME", "CIRCLE_BUILD_URL"},
    {"BUILDKITE_BUILD_CREATOR", "BUILDKITE_BUILD_URL"},
    {"TRAVIS_BUILD_WEB_URL", ""},
};

std::string variable(const char* name) {
  const char* value = *name == '\0' ? nullptr : std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string user() {
  std::array<char, 4096> room{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, room.data(), room.size(), &found) == 0 && found != nullptr) return found->pw_name;
  return "uid " + std::to_string(geteuid());
}

std::string host() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string("localhost");
}

}  // namespace

std::string who() {
  if (std::string given = variable("SAILMAKER_USER"); !given.empty()) return given;
  for (const System& system : kSystems) {
    const std::string person = variable(system.person);
    if (person.empty()) continue;
    const std::string job = variable(system.job);
    return job.empty() ? person : fmt::format("{} ({})", person, job);
  }
  return user() + "@" + host();
}

}  // namespace sailmaker::cli
