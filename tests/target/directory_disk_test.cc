// Disks that are full, read-only or not ours: errors name path and reason, and what was stored stays whole.

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "target/directory.h"
#include "tests/target/scratch.h"

namespace sailmaker::target {

namespace {

namespace fs = std::filesystem;

const std::string kFirst = R"({"id":"a","n":1})";

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string version_of(Target& target, std::string_view id) { return target.read(id).value()->version; }

std::size_t count_files(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) count += entry.is_regular_file();
  return count;
}

/// Nothing half-written is left, and "a" is as it was.
void expect_untouched(Target& target, const fs::path& root) {
  const auto stored = target.read("a");
  ASSERT_TRUE(stored.ok() && stored->has_value());
  EXPECT_EQ((*stored)->body, kFirst);
  EXPECT_EQ(target.list().value().size(), 1u);
  EXPECT_EQ(target.history("a", 10).value().size(), 1u);
  EXPECT_EQ(count_files(root / ".sailmaker/incoming"), 0u);
}

/// Becomes a user without rights, when it has any.
void drop_rights() {
  if (::geteuid() != 0) return;
  ASSERT_EQ(::setresgid(65534, 65534, 65534), 0);
  ASSERT_EQ(::setresuid(65534, 65534, 65534), 0);
}

class DirectoryDisk : public testing::Test {
 protected:
  DirectoryDisk() { fs::permissions(scratch.path(), fs::perms::all); }

  Scratch scratch;
  fs::path root = scratch / "front50";
};

TEST_F(DirectoryDisk, a_body_that_does_not_fit_leaves_the_old_one) {
  const auto target = make_directory(root);
  ASSERT_TRUE(target->write("a", kFirst, Precondition::absent()));
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 4096;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string large(10000, 'x');
  const auto replaced = target->write("a", large, Precondition::unchanged(version_of(*target, "a")));
  const auto created = target->write("b", large, Precondition::absent());
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  for (const auto* result : {&replaced, &created}) {
    ASSERT_FALSE(*result);
    EXPECT_TRUE(contains(result->error().message, "cannot write " + root.string() + "/.sailmaker/incoming/"));
    EXPECT_TRUE(contains(result->error().message, ": File too large"));
  }
  expect_untouched(*target, root);
  EXPECT_FALSE(fs::exists(root / "pipelines/b"));
}

TEST_F(DirectoryDisk, running_out_of_descriptors_leaves_the_old_one) {
  const auto target = make_directory(root);
  ASSERT_TRUE(target->write("a", kFirst, Precondition::absent()));
  const std::string seen = version_of(*target, "a");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next = ::dup(0);
  ASSERT_GE(next, 0);
  ::close(next);
  int failures = 0, successes = 0;
  for (rlim_t more = 0; more < 8 && successes == 0; ++more) {
    rlimit few = before;
    few.rlim_cur = static_cast<rlim_t>(next) + more;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    const auto result = target->write("a", "{}", Precondition::unchanged(seen));
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    successes += result.ok();
    if (result) continue;
    failures += 1;
    EXPECT_TRUE(contains(result.error().message, "Too many open files")) << result.error().message;
    expect_untouched(*target, root);
  }
  EXPECT_GE(failures, 3);
  EXPECT_EQ(successes, 1);
}

TEST_F(DirectoryDisk, says_what_it_may_not_do) {
  const auto target = make_directory(root);
  ASSERT_TRUE(target->write("a", kFirst, Precondition::absent()));
  ASSERT_TRUE(target->write("secret", kFirst, Precondition::absent()));
  fs::permissions(root / "pipelines/secret/pipeline-metadata.json", fs::perms::none);
  fs::permissions(root / ".sailmaker/incoming", fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_TRUE(succeeds_in_child([&] {
    drop_rights();
    EXPECT_EQ(target->read("a").value()->body, kFirst);
    EXPECT_EQ(target->list().value().size(), 2u);
    const auto secret = target->read("secret");
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().message,
              "cannot read " + root.string() + "/pipelines/secret/pipeline-metadata.json: Permission denied");
    const auto written = target->write("b", "{}", Precondition::absent());
    ASSERT_FALSE(written);
    EXPECT_TRUE(contains(written.error().message, root.string())) << written.error().message;
    EXPECT_TRUE(contains(written.error().message, ": Permission denied")) << written.error().message;
    EXPECT_FALSE(fs::exists(root / "pipelines/b"));
  }));
  fs::permissions(root / "pipelines/secret", fs::perms::none);
  EXPECT_TRUE(succeeds_in_child([&] {
    drop_rights();
    const auto listed = target->list();
    ASSERT_FALSE(listed);
    EXPECT_EQ(listed.error().message,
              "cannot list " + root.string() + "/pipelines/secret/pipeline-metadata.json: Permission denied");
  }));
  fs::permissions(root / "pipelines/secret", fs::perms::owner_all);
  fs::permissions(root / ".sailmaker/incoming", fs::perms::owner_all);
  EXPECT_EQ(target->read("a").value()->body, kFirst);
}

TEST_F(DirectoryDisk, copies_into_the_history_what_it_may_not_link) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can make another user's files";
  const auto target = make_directory(root);
  ASSERT_TRUE(target->write("a", kFirst, Precondition::absent()));
  fs::last_write_time(root / "pipelines/a/pipeline-metadata.json",
                      fs::file_time_type::clock::now() - std::chrono::hours(5));
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_directory() || entry.path().filename() == "writing") fs::permissions(entry.path(), fs::perms::all);
  }
  fs::permissions(root, fs::perms::all);
  EXPECT_TRUE(succeeds_in_child([&] {
    drop_rights();
    const auto done = target->write("a", "{}", Precondition::unchanged(version_of(*target, "a")));
    EXPECT_TRUE(done) << done.error().message;
  }));
  const auto revisions = target->history("a", 10);
  ASSERT_TRUE(revisions);
  ASSERT_EQ(revisions->size(), 2u);
  EXPECT_EQ((*revisions)[1].body, kFirst);
  EXPECT_LT((*revisions)[1].modified, (*revisions)[0].modified - 4 * 3600 * 1000);
}

/// A small file system of our own, where the system lets us make one; false where not.
bool mount_small(const fs::path& place) {
  fs::create_directories(place);
  if (::geteuid() != 0 && ::unshare(CLONE_NEWUSER) != 0) return false;
  if (::unshare(CLONE_NEWNS) != 0) return false;
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  return ::mount("none", place.c_str(), "tmpfs", 0, "size=256k,mode=777") == 0;
}

/// Fills the file system to its last byte.
void fill(const fs::path& file) {
  std::ofstream stream(file, std::ios::binary);
  const std::string block(4096, 'x');
  while (stream.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) continue;
}

TEST_F(DirectoryDisk, a_full_disk_leaves_the_old_one_and_room_lets_it_go_on) {
  const bool can_mount = succeeds_in_child([&] { EXPECT_TRUE(mount_small(root)); });
  if (!can_mount) GTEST_SKIP() << "this system does not let us mount a small file system";
  EXPECT_TRUE(succeeds_in_child([&] {
    ASSERT_TRUE(mount_small(root));
    const auto target = make_directory(root / "store");
    ASSERT_TRUE(target->write("a", kFirst, Precondition::absent()));
    const std::string seen = version_of(*target, "a");
    fill(root / "ballast");
    const auto replaced = target->write("a", std::string(9000, 'x'), Precondition::unchanged(seen));
    ASSERT_FALSE(replaced);
    EXPECT_TRUE(contains(replaced.error().message, "No space left on device")) << replaced.error().message;
    expect_untouched(*target, root / "store");
    fs::remove(root / "ballast");
    EXPECT_TRUE(target->write("a", std::string(9000, 'x'), Precondition::unchanged(seen)));
  }));
}

TEST_F(DirectoryDisk, a_read_only_disk_can_be_read) {
  const bool can_mount = succeeds_in_child([&] { EXPECT_TRUE(mount_small(root)); });
  if (!can_mount) GTEST_SKIP() << "this system does not let us mount a small file system";
  EXPECT_TRUE(succeeds_in_child([&] {
    ASSERT_TRUE(mount_small(root));
    const auto target = make_directory(root / "store");
    ASSERT_TRUE(target->write("a", kFirst, Precondition::absent()));
    ASSERT_TRUE(target->publish());
    const std::string seen = version_of(*target, "a");
    ASSERT_EQ(::mount("none", root.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr), 0);
    EXPECT_EQ(target->history("a", 5).value().size(), 1u);
    for (const auto& result :
         {target->write("a", "{}", Precondition::unchanged(seen)), target->write("b", "{}", Precondition::absent()),
          target->remove("a", Precondition::unchanged(seen))}) {
      ASSERT_FALSE(result);
      EXPECT_TRUE(contains(result.error().message, root.string())) << result.error().message;
      EXPECT_TRUE(contains(result.error().message, "Read-only file system")) << result.error().message;
    }
    EXPECT_FALSE(target->lock("alice"));
    expect_untouched(*target, root / "store");
  }));
}

}  // namespace

}  // namespace sailmaker::target
