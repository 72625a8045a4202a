#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"

namespace sailmaker::cli {

class Arguments;

/// What a check has to say.
struct Report {
  std::vector<Finding> findings;
  std::size_t pipelines = 0;
  std::string remark;  ///< a line for people, behind the count; may be empty
  /// What file names in places count from, with a slash at its end; empty: the working folder.
  std::string folder;
  bool has_files = true;  ///< false: places name what is stored, where no editor can go
};

/// Prints it as `--output` asks for, and gives the exit code: 1 when there are errors.
int print_report(const Arguments& arguments, const Report& report);

/// The folder of a fleet as Report::folder has it: relative to the working folder where that is possible, because
/// services that show findings know files by their path in the repository.
std::string folder_prefix(const std::string& fleet);

}  // namespace sailmaker::cli
