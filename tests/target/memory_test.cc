#include "target/memory.h"

#include <gtest/gtest.h>

namespace sailmaker::target {

namespace {

TEST(Memory, listing_knows_versions) {
  const auto target = make_memory();
  ASSERT_TRUE(target->write("a", "{}", Precondition::absent()));
  const auto listed = target->list();
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(listed->front().version, target->version_of("{}"));
  EXPECT_EQ(listed->front().version, target->read("a").value()->version);
}

TEST(Failing, fails_the_calls_it_was_told_to) {
  const auto memory = make_memory();
  const auto target = make_failing(*memory, 2, 2, FailWhen::before);
  EXPECT_TRUE(target->list());
  const auto read = target->read("a");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "injected failure of call 2, read");
  EXPECT_EQ(read.error().type, "Injected");
  EXPECT_FALSE(target->write("a", "{}", Precondition::absent()));
  EXPECT_TRUE(target->write("a", "{}", Precondition::absent()));
  EXPECT_EQ(target->describe(), "memory");
}

TEST(Failing, before_does_nothing_and_after_does_it_all) {
  const auto memory = make_memory();
  EXPECT_FALSE(make_failing(*memory, 1, 1, FailWhen::before)->write("a", "{}", Precondition::absent()));
  EXPECT_FALSE(memory->read("a").value().has_value());
  EXPECT_FALSE(make_failing(*memory, 1, 1, FailWhen::after)->write("a", "{}", Precondition::absent()));
  EXPECT_TRUE(memory->read("a").value().has_value());
}

TEST(Failing, lets_go_of_a_lock_that_it_reports_as_failed) {
  const auto memory = make_memory();
  EXPECT_FALSE(make_failing(*memory, 1, 1, FailWhen::after)->lock("alice"));
  EXPECT_TRUE(memory->lock("bob"));
}

TEST(Failing, has_each_kind_of_call_fail) {
  const auto memory = make_memory();
  const auto target = make_failing(*memory, 1, 100, FailWhen::before);
  EXPECT_EQ(target->list().error().message, "injected failure of call 1, list");
  EXPECT_EQ(target->read("a").error().message, "injected failure of call 2, read");
  EXPECT_EQ(target->write("a", "{}", {}).error().message, "injected failure of call 3, write");
  EXPECT_EQ(target->remove("a", {}).error().message, "injected failure of call 4, remove");
  EXPECT_EQ(target->history("a", 1).error().message, "injected failure of call 5, history");
  EXPECT_EQ(target->lock("alice").error().message, "injected failure of call 6, lock");
  EXPECT_EQ(target->publish().error().message, "injected failure of call 7, publish");
}

}  // namespace

}  // namespace sailmaker::target
