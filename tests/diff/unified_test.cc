#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "diff/key_order.h"
#include "diff/print.h"
#include "tests/diff/apply.h"
#include "tests/diff/pipelines.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/emitter.h"

namespace sailmaker::diff {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// A strict reader of unified diffs: every line number, count and context line has to be right.
class Patch {
 public:
  Patch(const std::string& old_text, const std::string& diff) : old_(lines_of(old_text)), diff_(lines_of(diff)) {}

  std::string apply() {
    for (std::size_t i = 2; i < diff_.size();) i = apply_hunk(i);
    while (at_ < old_.size()) keep();
    return out_;
  }

 private:
  static void parse_range(const std::string& text, std::size_t& line, std::size_t& count) {
    const std::size_t comma = text.find(',');
    line = std::stoul(text);
    count = comma == std::string::npos ? 1 : std::stoul(text.substr(comma + 1));
    if (count > 0) --line;
  }

  std::size_t apply_hunk(std::size_t i) {
    const std::string& head = diff_[i];
    std::size_t old_line = 0, old_count = 0, new_line = 0, new_count = 0;
    const std::size_t plus = head.find(" +");
    EXPECT_EQ(head.substr(0, 4), "@@ -") << head;
    parse_range(head.substr(4, plus - 4), old_line, old_count);
    parse_range(head.substr(plus + 2), new_line, new_count);
    while (at_ < old_line) keep();
    EXPECT_EQ(written_, new_line) << head;
    const std::size_t old_end = at_ + old_count;
    const std::size_t new_end = written_ + new_count;
    for (++i; i < diff_.size() && diff_[i][0] != '@'; ++i) take(diff_[i]);
    EXPECT_EQ(at_, old_end) << head;
    EXPECT_EQ(written_, new_end) << head;
    return i;
  }

  void take(const std::string& line) {
    if (line[0] == '+') return write(line.substr(1));
    EXPECT_EQ(old_.at(at_), line.substr(1));
    if (line[0] == '-') {
      ++at_;
    } else {
      keep();
    }
  }

  void keep() { write(old_.at(at_++)); }
  void write(const std::string& line) { out_ += line + '\n', ++written_; }

  std::vector<std::string> old_;
  std::vector<std::string> diff_;
  std::size_t at_ = 0;
  std::size_t written_ = 0;
  std::string out_;
};

TEST(Unified, AppliesToTheOldDocument) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    List before;
    for (std::size_t i = random() % 40; i > 0; --i) before.push_back(Value(static_cast<int>(random() % 9)));
    List after = before;
    for (std::size_t i = random() % 6; i > 0 && !after.empty(); --i) {
      const auto at = after.begin() + static_cast<std::ptrdiff_t>(random() % after.size());
      if (random() % 2 == 0) {
        after.erase(at);
      } else {
        after.insert(at, Value(static_cast<int>(random() % 9)));
      }
    }
    const int context = static_cast<int>(random() % 4);
    const std::string diff = to_unified(before, after, "a", "b", Color::no, context);
    ASSERT_EQ(diff.empty(), identical(before, after));
    ASSERT_EQ(Patch(yaml::write(before), diff).apply(), yaml::write(after)) << diff;
  }
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST(Unified, IsReadByPatch) {
  if (std::system("patch --version > /dev/null 2>&1") != 0) GTEST_SKIP() << "the program patch is not installed";
  const fs::path folder = fs::path(testing::TempDir()) / ("sailmaker-diff-" + std::to_string(std::random_device()()));
  fs::create_directories(folder);
  for (const PipelineEdit& edit : pipeline_edits()) {
    std::ofstream(folder / "old.yaml") << yaml::write(edit.before);
    std::ofstream(folder / "change.diff") << to_unified(edit.before, edit.after, "old.yaml", "new.yaml");
    const std::string command = "cd '" + folder.string() + "' && patch --quiet --fuzz=0 old.yaml change.diff";
    EXPECT_EQ(std::system(command.c_str()), 0) << edit.name;
    EXPECT_EQ(read_file(folder / "old.yaml"), yaml::write(edit.after)) << edit.name;
  }
  fs::remove_all(folder);
}

TEST(Unified, ShowsOnlyWhatDiffersWhenKeysStandInAnotherOrder) {
  EXPECT_EQ(
      to_unified(
          from_json(
              R"({"z":1,"stages":[{"type":"a","id":"first-stage"},{"x":1,"type":"b","id":"second-stage","v":1}]})"),
          from_json(
              R"({"stages":[{"new":1},{"id":"first-stage","type":"a"},{"v":2,"id":"second-stage","type":"b","x":1}],"z":1})"),
          "old", "new", Color::no, 1),
      "--- old\n"
      "+++ new\n"
      "@@ -1,5 +1,6 @@\n"
      " stages:\n"
      "+  - new: 1\n"
      "   - id: first-stage\n"
      "     type: a\n"
      "-  - v: 1\n"
      "+  - v: 2\n"
      "     id: second-stage\n");
}

TEST(KeyOrder, KeepsUnknownKeysBehindTheirNeighbours) {
  const Value ordered = in_key_order_of(from_json(R"({"c":1,"a":{"y":1,"x":1},"b":1})"),
                                        from_json(R"({"0":0,"a":{"x":2,"y":2},"a2":0,"b":2,"c":2,"c2":0})"));
  EXPECT_EQ(to_json(ordered), R"({"0":0,"c":2,"c2":0,"a":{"y":2,"x":2},"a2":0,"b":2})");
}

}  // namespace
}  // namespace sailmaker::diff
