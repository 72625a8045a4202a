#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "fleet/layers.h"
#include "store/folder.h"
#include "value/json.h"

// Each folder cases/<name>/ is a fleet; cases/<name>.txt is what reading it says: the findings, then each pipeline with
// its variables and what is wrong with them. UPDATE_GOLDEN=1 writes the texts anew.
namespace sailmaker::store {
namespace {

namespace fs = std::filesystem;

std::string described(const LoadedFleet& loaded) {
  std::string text;
  for (const Finding& finding : loaded.findings) text += to_text(finding.error, finding.severity) + "\n";
  const fleet::Layering layering(loaded.fleet);
  for (const fleet::Entry& entry : entries(loaded.fleet)) {
    fleet::Findings findings;
    text += fleet::to_string(entry.key) + " " + to_json(layering.variables(entry, findings)) + "\n";
    for (const Finding& finding : findings) text += to_text(finding.error, finding.severity) + "\n";
  }
  return text;
}

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(Cases, SayWhatTheirTextsSay) {
  std::size_t count = 0;
  for (const auto& folder : fs::directory_iterator("cases")) {
    if (!folder.is_directory()) continue;
    ++count;
    const fs::path golden = folder.path().string() + ".txt";
    const std::string text = described(read_folder(folder.path()));
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(golden, std::ios::binary) << text;
    EXPECT_EQ(text, read(golden)) << folder.path();
    EXPECT_EQ(text, described(read_folder(folder.path(), 1))) << "threads change the outcome in " << folder.path();
  }
  EXPECT_GE(count, 10U);
}

}  // namespace
}  // namespace sailmaker::store
