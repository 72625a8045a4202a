#pragma once

#include <string>

namespace sailmaker::cli {

/// Who runs this program, for the records of runs: what SAILMAKER_USER says, else the person or the job that a CI
/// system names (GitHub, GitLab, Jenkins, Bitbucket, CircleCI, Buildkite, Travis), else user@host.
std::string who();

}  // namespace sailmaker::cli
