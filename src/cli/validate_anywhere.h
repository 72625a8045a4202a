#pragma once

namespace sailmaker::cli {

class Arguments;

/// `validate --file`: pipelines in files and folders, without a fleet. Gives the exit code.
int validate_files(const Arguments& arguments);
/// `validate --stored`: what the fleet's target holds.
int validate_stored(const Arguments& arguments);

}  // namespace sailmaker::cli
