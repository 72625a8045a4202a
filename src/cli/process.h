#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace sailmaker::cli {

/// A program to run: without a shell, with nothing on standard input.
struct Process {
  std::filesystem::path program;         ///< a file, not looked up
  std::vector<std::string> words;        ///< behind the program's name
  std::vector<std::string> environment;  ///< NAME=value
  std::filesystem::path folder;          ///< to run in
  std::size_t limit = 64 << 20;          ///< bytes of output; a program that writes more is ended
  std::chrono::seconds time{120};        ///< a program that takes longer is ended
};

/// How it ended.
struct Ended {
  int code = 0;  ///< its exit code; 128 + N when signal N ended it
  std::string out;
  std::string talk;  ///< standard error
};

/// Runs it to its end. An error: it cannot be started, wrote too much, took too long.
Result<Ended> run_process(const Process& process);

}  // namespace sailmaker::cli
