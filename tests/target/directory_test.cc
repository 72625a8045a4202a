#include "target/directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "tests/target/scratch.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

namespace fs = std::filesystem;

/// The text with each digit as a 9.
std::string digits_masked(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }, '9');
  return text;
}

class DirectoryTarget : public testing::Test {
 protected:
  void put(std::string_view id, std::string_view body) {
    const auto seen = target->read(id);
    ASSERT_TRUE(seen) << seen.error().message;
    const auto done =
        target->write(id, body, *seen ? Precondition::unchanged((*seen)->version) : Precondition::absent());
    ASSERT_TRUE(done) << done.error().message;
    ASSERT_EQ(*done, Outcome::done);
  }

  void take_away(std::string_view id) {
    const auto done = target->remove(id, Precondition::unchanged(target->read(id).value()->version));
    ASSERT_TRUE(done) << done.error().message;
    ASSERT_EQ(*done, Outcome::done);
  }

  std::vector<std::string> names(const fs::path& folder) const {
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) found.insert(entry.path().filename());
    return {found.begin(), found.end()};
  }

  std::vector<std::string> listed() const {
    const auto all = target->list();
    EXPECT_TRUE(all) << all.error().message;
    std::set<std::string> ids;
    for (const Listed& one : *all) ids.insert(one.id);
    return {ids.begin(), ids.end()};
  }

  using Names = std::vector<std::string>;

  Scratch scratch;
  fs::path root = scratch / "deep/front50";
  fs::path pipelines = root / "pipelines";
  std::unique_ptr<Target> target = make_directory(root);
};

TEST_F(DirectoryTarget, is_made_by_the_first_write_only) {
  EXPECT_TRUE(listed().empty());
  EXPECT_TRUE(target->remove("a", Precondition::absent()));
  EXPECT_FALSE(fs::exists(scratch / "deep"));
  put("a", "{}");
  EXPECT_TRUE(fs::exists(pipelines));
}

TEST_F(DirectoryTarget, has_the_layout_of_front50) {
  put("a", R"({"id":"a"})");
  ASSERT_TRUE(target->publish());
  EXPECT_EQ(text_of(pipelines / "a/pipeline-metadata.json"), R"({"id":"a"})");
  EXPECT_EQ(names(root), (Names{".sailmaker", "pipelines"}));
  EXPECT_EQ(names(pipelines), (Names{"a", "last-modified.json"}));
  EXPECT_EQ(names(pipelines / "a"), Names{"pipeline-metadata.json"});
  EXPECT_EQ(digits_masked(text_of(pipelines / "last-modified.json")), R"({"lastModified":9999999999999})");
}

TEST_F(DirectoryTarget, leaves_nothing_but_history_of_a_removed_pipeline) {
  put("a", R"({"id":"a"})");
  take_away("a");
  EXPECT_TRUE(names(pipelines).empty());
  EXPECT_TRUE(names(root / ".sailmaker/incoming").empty());
  const Names kept = names(root / ".sailmaker/history/a");
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(digits_masked(kept[0]), "9999999999999-9.json");
}

TEST_F(DirectoryTarget, leaves_foreign_files_beside_a_removed_pipeline) {
  put("a", R"({"id":"a"})");
  put_text(pipelines / "a/notes.txt", "mine");
  take_away("a");
  EXPECT_EQ(names(pipelines / "a"), Names{"notes.txt"});
  EXPECT_TRUE(listed().empty());
}

TEST_F(DirectoryTarget, lists_what_front50_would_read) {
  put("good", "{}");
  put_text(pipelines / "Upper/pipeline-metadata.json", "{}");
  put_text(pipelines / ".hidden/pipeline-metadata.json", "{}");
  put_text(pipelines / "half/.pipeline-metadata.json.tmp", "{");
  put_text(pipelines / "file", "{}");
  fs::create_directories(pipelines / "empty");
  fs::create_directories(pipelines / "folder/pipeline-metadata.json");
  put_text(scratch / "elsewhere/pipeline-metadata.json", "{}");
  fs::create_directory_symlink(scratch / "elsewhere", pipelines / "linked");
  fs::create_directory_symlink(scratch / "nowhere", pipelines / "dangling");
  ASSERT_TRUE(target->publish());
  EXPECT_EQ(listed(), (Names{"good", "linked"}));
  EXPECT_EQ(target->read("linked").value()->body, "{}");
}

TEST_F(DirectoryTarget, notices_writers_that_know_nothing_of_us) {
  put("a", R"({"id":"a","n":1})");
  const std::string seen = target->read("a").value()->version;
  put_text(pipelines / "a/pipeline-metadata.json", R"({"id":"a","n":2})");
  EXPECT_EQ(target->write("a", "{}", Precondition::unchanged(seen)).value(), Outcome::moved_on);
  EXPECT_EQ(target->remove("a", Precondition::unchanged(seen)).value(), Outcome::moved_on);
  fs::remove_all(pipelines / "a");
  EXPECT_EQ(target->write("a", "{}", Precondition::unchanged(seen)).value(), Outcome::moved_on);
}

TEST_F(DirectoryTarget, keeps_a_bounded_history) {
  for (int i = 0; i < 30; ++i) put("a", R"({"n":)" + std::to_string(i) + "}");
  const auto revisions = target->history("a", 100);
  ASSERT_TRUE(revisions);
  ASSERT_EQ(revisions->size(), 21u);
  EXPECT_EQ(revisions->front().body, R"({"n":29})");
  EXPECT_EQ(revisions->back().body, R"({"n":9})");
  EXPECT_EQ(names(root / ".sailmaker/history/a").size(), 20u);
}

TEST_F(DirectoryTarget, orders_history_by_writes_even_when_the_clock_goes_back) {
  put("a", R"({"n":1})");
  fs::last_write_time(pipelines / "a/pipeline-metadata.json", fs::file_time_type::clock::now() + std::chrono::hours(5));
  put("a", R"({"n":2})");
  put("a", R"({"n":3})");
  const auto revisions = target->history("a", 100);
  ASSERT_TRUE(revisions);
  ASSERT_EQ(revisions->size(), 3u);
  EXPECT_EQ((*revisions)[1].body, R"({"n":2})");
  EXPECT_EQ((*revisions)[2].body, R"({"n":1})");
  EXPECT_GT((*revisions)[2].modified, (*revisions)[1].modified + 4 * 3600 * 1000);
}

TEST_F(DirectoryTarget, ignores_foreign_files_in_the_history) {
  put("a", R"({"n":1})");
  for (const char* name : {"x", "-.json", "1-.json", "1-x.json", "1-99999999999999999999.json", "1--5.json"}) {
    put_text(root / ".sailmaker/history/a" / name, "{}");
  }
  put("a", R"({"n":2})");
  EXPECT_EQ(target->history("a", 100).value().size(), 2u);
}

TEST_F(DirectoryTarget, a_crash_between_keeping_and_replacing_leaves_no_double) {
  put("a", R"({"n":1})");
  put("a", R"({"n":2})");
  fs::create_hard_link(pipelines / "a/pipeline-metadata.json", root / ".sailmaker/history/a/1700000000000-2.json");
  EXPECT_EQ(target->history("a", 100).value().size(), 2u);
  put("a", R"({"n":3})");
  const auto revisions = target->history("a", 100);
  ASSERT_TRUE(revisions);
  ASSERT_EQ(revisions->size(), 3u);
  EXPECT_EQ((*revisions)[1].body, R"({"n":2})");
}

TEST_F(DirectoryTarget, lock_cleans_up_after_a_crash) {
  put("a", "{}");
  put_text(root / ".sailmaker/incoming/12-345-6", "{\"half\":");
  EXPECT_TRUE(target->lock("alice"));
  EXPECT_TRUE(names(root / ".sailmaker/incoming").empty());
  EXPECT_EQ(listed(), Names{"a"});
}

TEST_F(DirectoryTarget, publishes_over_a_broken_marker) {
  put("a", "{}");
  for (const char* broken : {"", "{", "[]", "{\"lastModified\":\"x\"}", "{\"lastModified\":1e300}", "\xff"}) {
    put_text(pipelines / "last-modified.json", broken);
    put("a", R"({"n":")" + std::to_string(std::string_view(broken).size()) + std::string(1, 'x') + "\"}");
    ASSERT_TRUE(target->publish()) << broken;
    const auto marker = parse_json(text_of(pipelines / "last-modified.json"), "marker");
    ASSERT_TRUE(marker) << broken;
    EXPECT_GT(marker->find("lastModified")->as_integer(), 1700000000000) << broken;
  }
}

TEST_F(DirectoryTarget, says_where_it_is) {
  EXPECT_EQ(make_directory("./front50")->describe(), "directory ./front50");
  EXPECT_EQ(make_directory("")->describe(), "directory .");
}

TEST_F(DirectoryTarget, errors_name_the_path_and_the_reason) {
  put_text(scratch / "file", "");
  const std::string file = (scratch / "file").string();
  const auto inside = make_directory(scratch / "file");
  EXPECT_EQ(inside->list().error().message, "cannot open " + file + "/pipelines: Not a directory");
  EXPECT_EQ(inside->write("a", "{}", Precondition::absent()).error().message,
            "cannot open " + file + ": Not a directory");
  EXPECT_FALSE(inside->lock("alice"));
}

TEST_F(DirectoryTarget, reads_files_only) {
  fs::create_directories(pipelines / "folder/pipeline-metadata.json");
  fs::create_directories(pipelines / "pipe");
  ASSERT_EQ(::mkfifo((pipelines / "pipe/pipeline-metadata.json").c_str(), 0666), 0);
  for (const std::string id : {"folder", "pipe"}) {
    const auto read = target->read(id);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message,
              "cannot read " + (pipelines / id / "pipeline-metadata.json").string() + ": it is not a file");
    EXPECT_FALSE(target->write(id, "{}", Precondition::absent()));
  }
}

TEST_F(DirectoryTarget, refuses_a_body_beyond_all_measure) {
  put("a", "{}");
  fs::resize_file(pipelines / "a/pipeline-metadata.json", (64 << 20) + 1);
  const auto read = target->read("a");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("it has more than 64 MB"), std::string::npos);
}

TEST_F(DirectoryTarget, works_at_a_relative_path_and_one_with_a_slash_at_its_end) {
  fs::current_path(scratch.path());
  for (const char* path : {"here", "./there/", "x/../y", "a/b/c/"}) {
    const auto relative = make_directory(path);
    const auto done = relative->write("a", "{}", Precondition::absent());
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(text_of(scratch / path / "pipelines/a/pipeline-metadata.json"), "{}") << path;
  }
  fs::current_path("/");
}

}  // namespace

}  // namespace sailmaker::target
