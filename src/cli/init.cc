#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/example_fleet.h"
#include "cli/output.h"

namespace sailmaker::cli {

namespace {

namespace fs = std::filesystem;

Result<void> check_empty(const fs::path& folder) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (!fs::exists(status)) return {};
  if (!fs::is_directory(status)) return Error("'" + folder.string() + "' exists and is no folder");
  if (!fs::is_empty(folder, error) || error) {
    return Error("'" + folder.string() + "' is not empty").with_hint("`init` never overwrites: name a new folder");
  }
  return {};
}

Result<void> write_file(const fs::path& path, std::string_view text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return Error("cannot make the folder '" + path.parent_path().string() + "': " + error.message());
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) return Error("cannot write '" + path.string() + "'");
  return {};
}

}  // namespace

int run_init(const Arguments& arguments) {
  const fs::path folder = arguments.operand(0);
  if (auto empty = check_empty(folder); !empty) return say_error(empty.error()), kError;
  for (const ExampleFile& file : example_fleet()) {
    if (auto written = write_file(folder / file.path, file.text); !written) return say_error(written.error()), kError;
  }
  if (arguments.has("quiet")) return kDone;
  const std::string shown = folder.string();
  print(
      fmt::format("Wrote an example fleet to {0}: {1}. Next:\n"
                  "  sailmaker plan --fleet {0}     what a sync would do\n"
                  "  sailmaker sync --fleet {0}     do it; the target is the folder {0}/front50\n"
                  "  {0}/README.md explains the rest\n",
                  shown, counted(example_fleet().size(), "file")));
  return kDone;
}

}  // namespace sailmaker::cli
