#include "store/test_files.h"

#include <fstream>
#include <system_error>
#include <utility>

#include "store/file.h"
#include "store/listing.h"
#include "store/origin.h"

namespace sailmaker::store {

namespace {

constexpr const char* kGolden = "templates/tests/golden/";

}  // namespace

LoadedTests read_tests(const std::filesystem::path& folder, const fleet::Fleet& fleet) {
  LoadedTests loaded;
  fleet::Findings told_before;  // reading the fleet said what is wrong with its folder
  const Listing listing = list_folder(folder, told_before);
  for (const std::string& file : listing.tests) {
    const auto origin = read_origin(folder, file, loaded.findings);
    if (origin) decode_cases(origin, fleet, loaded.cases, loaded.findings);
  }
  return loaded;
}

std::optional<std::string> read_golden(const std::filesystem::path& folder, const std::string& name) {
  auto text = read_text(folder, kGolden + name);
  if (!text) return std::nullopt;
  return std::move(*text);
}

Result<void> write_golden(const std::filesystem::path& folder, const std::string& name, const std::string& text) {
  const std::filesystem::path file = folder / (kGolden + name);
  std::error_code failed;
  std::filesystem::create_directories(file.parent_path(), failed);
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) return Error("cannot write '" + file.string() + "'");
  return {};
}

}  // namespace sailmaker::store
