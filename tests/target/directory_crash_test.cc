// A writer that is killed at any moment leaves whole pipelines, and the next one works at once.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "target/directory.h"
#include "tests/target/scratch.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

constexpr int kPipelineCount = 12;

std::string id_of(int number) { return "pipeline-" + std::to_string(number); }

std::string body_of(int number, int round) {
  return R"({"id":")" + id_of(number) + R"(","round":)" + std::to_string(round) + R"(,"fill":")" +
         std::string(20000, 'x') + R"("})";
}

/// Creates, replaces and removes under the lock, without an end.
[[noreturn]] void write_for_ever(const std::filesystem::path& root, unsigned seed) {
  const auto target = make_directory(root);
  const auto lock = target->lock("writer " + std::to_string(seed));
  if (!lock) ::_exit(3);
  std::mt19937 random(seed);
  for (int round = 0;; ++round) {
    const int number = static_cast<int>(random() % kPipelineCount);
    const std::string id = id_of(number);
    const auto seen = target->read(id);
    if (!seen) ::_exit(4);
    const auto precondition = *seen ? Precondition::unchanged((*seen)->version) : Precondition::absent();
    const bool removes = *seen && random() % 4 == 0;
    const auto done =
        removes ? target->remove(id, precondition) : target->write(id, body_of(number, round), precondition);
    if (!done || *done != Outcome::done) ::_exit(5);
    if (!target->publish()) ::_exit(6);
  }
}

void expect_whole(std::string_view text, const std::string& what) {
  const auto value = parse_json(text, what);
  EXPECT_TRUE(value) << what << ": " << value.error().message;
}

void check_store(const std::filesystem::path& root) {
  const auto target = make_directory(root);
  const auto listed = target->list();
  ASSERT_TRUE(listed) << listed.error().message;
  for (const Listed& one : *listed) {
    const auto stored = target->read(one.id);
    ASSERT_TRUE(stored.ok() && stored->has_value()) << one.id;
    expect_whole((*stored)->body, one.id);
  }
  for (int number = 0; number < kPipelineCount; ++number) {
    const auto revisions = target->history(id_of(number), 100);
    ASSERT_TRUE(revisions) << revisions.error().message;
    for (const Revision& revision : *revisions) expect_whole(revision.body, "an earlier " + id_of(number));
  }
  const std::string marker = text_of(root / "pipelines/last-modified.json");
  if (!marker.empty()) expect_whole(marker, "marker");
  const auto lock = target->lock("checker");
  EXPECT_TRUE(lock) << lock.error().message;
  EXPECT_TRUE(std::filesystem::is_empty(root / ".sailmaker/incoming"));
}

TEST(DirectoryCrash, kill_at_any_moment_leaves_whole_pipelines) {
  const Scratch scratch;
  const std::filesystem::path root = scratch / "front50";
  std::mt19937 random(20);
  std::size_t seen_leftovers = 0;
  for (unsigned round = 0; round < 25; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) write_for_ever(root, round);
    std::this_thread::sleep_for(std::chrono::microseconds(20000 + random() % 60000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself with status " << WEXITSTATUS(status);
    if (std::filesystem::exists(root / ".sailmaker/incoming")) {
      for (const auto& left : std::filesystem::directory_iterator(root / ".sailmaker/incoming")) {
        seen_leftovers += left.is_regular_file();
      }
    }
    check_store(root);
  }
  std::size_t revisions = 0;
  for (int number = 0; number < kPipelineCount; ++number) {
    revisions += make_directory(root)->history(id_of(number), 100).value().size();
  }
  EXPECT_GT(revisions, 20u) << "the writers were killed before they wrote";
  RecordProperty("leftovers", static_cast<int>(seen_leftovers));
}

}  // namespace

}  // namespace sailmaker::target
