#include "store/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/store/temporary_folder.h"

namespace sailmaker::store {
namespace {

std::string read(const TemporaryFolder& folder, const std::string& name) {
  auto text = read_text(folder.path(), name);
  return text ? *text : to_line(text.error());
}

TEST(ReadText, ReadsAnySizeUpToTheLimit) {
  const TemporaryFolder folder;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{100'000}, std::size_t{16} << 20}) {
    const std::string text(size, 'a');
    folder.write("a", text);
    EXPECT_TRUE(read(folder, "a") == text) << size;
  }
  folder.write("a", std::string((16 << 20) + 1, 'a'));
  EXPECT_EQ(read(folder, "a"), "a: the file is larger than 16 MB, which is the most for a file");
}

TEST(ReadText, TakesTheByteOrderMarkAway) {
  const TemporaryFolder folder;
  folder.write("a", "\xEF\xBB\xBFtext");
  EXPECT_EQ(read(folder, "a"), "text");
}

TEST(ReadText, AsksForUtf8) {
  const TemporaryFolder folder;
  folder.write("a", "gut\nsch\xF6n\n");
  EXPECT_EQ(read(folder, "a"), "a:2:4: the file is not UTF-8: byte 0xF6");
}

TEST(ReadText, SaysWhyItCannot) {
  const TemporaryFolder folder;
  EXPECT_EQ(read(folder, "a"), "a: the file cannot be read: No such file or directory");
  EXPECT_EQ(read(folder, "."), ".: this is not a regular file");
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(read(folder, "pipe"), "pipe: this is not a regular file");
  folder.write("secret", "x");
  if (::geteuid() == 0) return;  // to root nothing is unreadable
  std::filesystem::permissions(folder.path() / "secret", std::filesystem::perms::none);
  EXPECT_EQ(read(folder, "secret"), "secret: the file cannot be read: Permission denied");
}

}  // namespace
}  // namespace sailmaker::store
