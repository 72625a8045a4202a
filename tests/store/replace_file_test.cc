#include "store/replace_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "store/file.h"
#include "tests/store/temporary_folder.h"

namespace sailmaker::store {
namespace {

namespace fs = std::filesystem;

TEST(ReplaceFile, KeepsWhatAFileIsBesideItsText) {
  TemporaryFolder folder;
  folder.write("real.yaml", "\xEF\xBB\xBFold\n");
  ::chmod((folder.path() / "real.yaml").c_str(), 0640);
  fs::create_symlink("real.yaml", folder.path() / "link.yaml");
  ASSERT_TRUE(replace_file(folder.path(), "link.yaml", "old\n", "new\n"));
  EXPECT_TRUE(fs::is_symlink(folder.path() / "link.yaml"));
  EXPECT_EQ(read_text(folder.path(), "real.yaml").value(), "new\n");
  EXPECT_EQ(fs::file_size(folder.path() / "real.yaml"), 7u);
  EXPECT_EQ(static_cast<unsigned>(fs::status(folder.path() / "real.yaml").permissions()), 0640u);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 2);
}

TEST(ReplaceFile, LeavesAloneWhatSomebodyChanged) {
  TemporaryFolder folder;
  folder.write("a.yaml", "theirs\n");
  const auto done = replace_file(folder.path(), "a.yaml", "old\n", "new\n");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "somebody changed the file meanwhile");
  EXPECT_EQ(read_text(folder.path(), "a.yaml").value(), "theirs\n");
  EXPECT_FALSE(replace_file(folder.path(), "b.yaml", "", "new\n"));
}

}  // namespace
}  // namespace sailmaker::store
