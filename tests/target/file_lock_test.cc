#include "target/file_lock.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "tests/target/scratch.h"

namespace sailmaker::target {

namespace {

using std::chrono::milliseconds;

class FileLock : public testing::Test {
 protected:
  Scratch scratch;
  Folder folder = Folder::ensure(scratch.path().string()).value();
};

TEST_F(FileLock, keeps_others_from_the_same_name) {
  const auto held = NameLock::take(folder, "locks", "a");
  ASSERT_TRUE(held);
  const auto refused = NameLock::take(folder, "locks", "a", milliseconds(20));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "'a' in " + scratch.path().string() + " is being written by another process");
  EXPECT_TRUE(NameLock::take(folder, "locks", "b", milliseconds(20)));
}

TEST_F(FileLock, keeps_other_processes_from_the_same_name) {
  const auto held = NameLock::take(folder, "locks", "a");
  ASSERT_TRUE(held);
  EXPECT_TRUE(succeeds_in_child([&] {
    EXPECT_FALSE(NameLock::take(folder, "locks", "a", milliseconds(20)));
    EXPECT_TRUE(NameLock::take(folder, "locks", "b", milliseconds(20)));
  }));
}

TEST_F(FileLock, waits_until_the_other_is_done) {
  std::optional<NameLock> held = NameLock::take(folder, "locks", "a").value();
  std::thread other([&] {
    std::this_thread::sleep_for(milliseconds(30));
    held.reset();
  });
  EXPECT_TRUE(NameLock::take(folder, "locks", "a"));
  other.join();
}

TEST_F(FileLock, all_names_are_taken_only_when_none_is) {
  {
    const auto held = NameLock::take(folder, "locks", "a");
    const auto all = NameLock::try_all(folder, "locks");
    ASSERT_TRUE(all);
    EXPECT_FALSE(all->has_value());
  }
  const auto all = NameLock::try_all(folder, "locks");
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->has_value());
  EXPECT_FALSE(NameLock::take(folder, "locks", "b", milliseconds(5)));
}

TEST_F(FileLock, writer_is_named_with_process_and_time) {
  auto held = take_writer_lock(folder, "lock", "alice", "directory d");
  ASSERT_TRUE(held);
  const auto refused = take_writer_lock(folder, "lock", "bob", "directory d");
  ASSERT_FALSE(refused);
  EXPECT_EQ(
      refused.error().message.find("directory d is locked by alice (process " + std::to_string(::getpid()) + " on "),
      0u)
      << refused.error().message;
  EXPECT_NE(refused.error().message.find(", since 2"), std::string::npos);
}

TEST_F(FileLock, writer_whose_note_cannot_be_read_still_holds_it) {
  auto held = take_writer_lock(folder, "lock", "alice", "directory d");
  put_text(scratch / "lock", "{half");
  const auto refused = take_writer_lock(folder, "lock", "bob", "directory d");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "directory d is locked by another process");
}

TEST_F(FileLock, writer_lock_ends_with_its_process) {
  EXPECT_TRUE(succeeds_in_child([&] {
    static auto held = take_writer_lock(folder, "lock", "child", "directory d");
    EXPECT_TRUE(held);
  }));
  EXPECT_NE(text_of(scratch / "lock").find("child"), std::string::npos);
  EXPECT_TRUE(take_writer_lock(folder, "lock", "bob", "directory d"));
}

}  // namespace

}  // namespace sailmaker::target
