// The contract of target.h, checked on every kind of target.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <thread>

#include "base/parallel.h"
#include "target/memory.h"
#include "target/target.h"
#include "tests/target/places.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

std::string body_of(std::string_view id, std::string_view name) {
  return R"({"id":")" + std::string(id) + R"(","name":")" + std::string(name) + R"("})";
}

/// A pipeline that is mostly a long text.
std::string long_body(std::string_view id, std::size_t length) {
  return R"({"id":")" + std::string(id) + R"(","name":"long","comment":")" + std::string(length, 'x') + R"("})";
}

/// All pipelines by id, read one by one as the listing has them.
std::map<std::string, std::string> all_of(Target& target) {
  std::map<std::string, std::string> found;
  const auto listed = target.list();
  EXPECT_TRUE(listed) << listed.error().message;
  for (const Listed& one : *listed) {
    const auto stored = target.read(one.id);
    EXPECT_TRUE(stored.ok() && stored->has_value()) << one.id;
    if (!stored.ok() || !*stored) continue;
    EXPECT_TRUE(one.version.empty() || one.version == (*stored)->version) << one.id;
    EXPECT_TRUE(found.emplace(one.id, (*stored)->body).second) << one.id << " is listed twice";
  }
  return found;
}

Outcome outcome(Result<Outcome> result) {
  EXPECT_TRUE(result) << result.error().message;
  return result ? *result : Outcome::moved_on;
}

class Contract : public testing::TestWithParam<TestedKind> {
 protected:
  /// Writes over whatever is there; returns the new version.
  std::string put(std::string_view id, std::string_view body) {
    const auto seen = target->read(id);
    EXPECT_TRUE(seen) << seen.error().message;
    const auto precondition = *seen ? Precondition::unchanged((*seen)->version) : Precondition::absent();
    EXPECT_EQ(outcome(target->write(id, body, precondition)), Outcome::done);
    return version(id);
  }

  std::string version(std::string_view id) {
    const auto stored = target->read(id);
    EXPECT_TRUE(stored.ok() && stored->has_value()) << id;
    return stored.ok() && *stored ? (*stored)->version : std::string();
  }

  std::string body(std::string_view id) {
    const auto stored = target->read(id);
    EXPECT_TRUE(stored) << stored.error().message;
    return *stored ? (*stored)->body : std::string();
  }

  std::vector<std::string> earlier_bodies(std::string_view id, int limit = 100) {
    const auto revisions = target->history(id, limit);
    EXPECT_TRUE(revisions) << revisions.error().message;
    std::vector<std::string> bodies;
    for (const Revision& revision : *revisions) bodies.push_back(revision.body);
    return bodies;
  }

  std::unique_ptr<Place> place = GetParam().make();
  std::unique_ptr<Target> target = place->open();
};

TEST_P(Contract, is_empty_before_the_first_write) {
  EXPECT_TRUE(all_of(*target).empty());
  const auto stored = target->read("a");
  ASSERT_TRUE(stored);
  EXPECT_FALSE(stored->has_value());
  EXPECT_TRUE(earlier_bodies("a").empty());
  EXPECT_TRUE(target->publish());
  EXPECT_EQ(place->marker(), 0);
}

TEST_P(Contract, gives_back_what_was_written) {
  const auto before = std::chrono::system_clock::now();
  EXPECT_EQ(outcome(target->write("a", body_of("a", "first"), Precondition::absent())), Outcome::done);
  const auto stored = target->read("a");
  ASSERT_TRUE(stored.ok() && stored->has_value());
  EXPECT_EQ((*stored)->body, body_of("a", "first"));
  EXPECT_FALSE((*stored)->version.empty());
  const std::int64_t written = std::chrono::duration_cast<std::chrono::milliseconds>(before.time_since_epoch()).count();
  EXPECT_NEAR(static_cast<double>((*stored)->modified), static_cast<double>(written), 60000);
  EXPECT_EQ(all_of(*place->open()), (std::map<std::string, std::string>{{"a", body_of("a", "first")}}));
}

TEST_P(Contract, version_changes_with_the_body_and_only_then) {
  const std::string first = put("a", body_of("a", "first"));
  EXPECT_EQ(version("a"), first);
  EXPECT_EQ(place->open()->read("a").value()->version, first);
  const std::string second = put("a", body_of("a", "second"));
  EXPECT_NE(second, first);
  const std::string foretold = target->version_of(body_of("a", "second"));
  EXPECT_TRUE(foretold.empty() || foretold == second);
}

TEST_P(Contract, writes_only_what_was_not_there_when_that_is_asked) {
  put("a", body_of("a", "first"));
  EXPECT_EQ(outcome(target->write("a", body_of("a", "second"), Precondition::absent())), Outcome::moved_on);
  EXPECT_EQ(body("a"), body_of("a", "first"));
}

TEST_P(Contract, writes_only_over_the_version_that_was_seen) {
  const std::string first = put("a", body_of("a", "first"));
  put("a", body_of("a", "second"));
  EXPECT_EQ(outcome(target->write("a", body_of("a", "third"), Precondition::unchanged(first))), Outcome::moved_on);
  EXPECT_EQ(body("a"), body_of("a", "second"));
  EXPECT_EQ(earlier_bodies("a").size(), 2u);
}

TEST_P(Contract, does_not_bring_back_what_was_removed_meanwhile) {
  const std::string first = put("a", body_of("a", "first"));
  EXPECT_EQ(outcome(target->remove("a", Precondition::unchanged(first))), Outcome::done);
  EXPECT_EQ(outcome(target->write("a", body_of("a", "second"), Precondition::unchanged(first))), Outcome::moved_on);
  EXPECT_TRUE(all_of(*target).empty());
}

TEST_P(Contract, removes_the_version_that_was_seen) {
  const std::string first = put("a", body_of("a", "first"));
  const std::string second = put("a", body_of("a", "second"));
  put("b", body_of("b", "other"));
  EXPECT_EQ(outcome(target->remove("a", Precondition::unchanged(first))), Outcome::moved_on);
  EXPECT_EQ(outcome(target->remove("a", Precondition::absent())), Outcome::moved_on);
  EXPECT_EQ(body("a"), body_of("a", "second"));
  EXPECT_EQ(outcome(target->remove("a", Precondition::unchanged(second))), Outcome::done);
  EXPECT_EQ(outcome(target->remove("a", Precondition::unchanged(second))), Outcome::moved_on);
  EXPECT_EQ(outcome(target->remove("a", Precondition::absent())), Outcome::done);
  EXPECT_EQ(all_of(*target), (std::map<std::string, std::string>{{"b", body_of("b", "other")}}));
}

TEST_P(Contract, can_write_again_what_was_removed) {
  const std::string first = put("a", body_of("a", "first"));
  ASSERT_EQ(outcome(target->remove("a", Precondition::unchanged(first))), Outcome::done);
  EXPECT_EQ(outcome(target->write("a", body_of("a", "second"), Precondition::absent())), Outcome::done);
  EXPECT_EQ(body("a"), body_of("a", "second"));
  EXPECT_EQ(earlier_bodies("a"), (std::vector<std::string>{body_of("a", "second"), body_of("a", "first")}));
}

TEST_P(Contract, keeps_earlier_versions_newest_first) {
  std::vector<std::string> expected;
  for (int i = 0; i < 10; ++i) {
    const std::string text = body_of("a", std::to_string(i));
    put("a", text);
    expected.insert(expected.begin(), text);
  }
  EXPECT_EQ(earlier_bodies("a"), expected);
  EXPECT_EQ(earlier_bodies("a", 3), std::vector<std::string>(expected.begin(), expected.begin() + 3));
  EXPECT_TRUE(earlier_bodies("a", 0).empty());
  EXPECT_TRUE(earlier_bodies("b").empty());
  const auto revisions = target->history("a", 2);
  ASSERT_TRUE(revisions);
  EXPECT_EQ(revisions->front().version, version("a"));
  EXPECT_NE(revisions->back().version, version("a"));
  EXPECT_GE(revisions->front().modified, revisions->back().modified);
  EXPECT_GT(revisions->back().modified, 0);
}

TEST_P(Contract, keeps_the_history_of_what_was_removed) {
  put("a", body_of("a", "first"));
  ASSERT_EQ(outcome(target->remove("a", Precondition::unchanged(put("a", body_of("a", "last"))))), Outcome::done);
  EXPECT_EQ(earlier_bodies("a"), (std::vector<std::string>{body_of("a", "last"), body_of("a", "first")}));
}

TEST_P(Contract, knows_the_author_of_a_version) {
  put("a", R"({"id":"a","lastModifiedBy":"alice"})");
  put("a", R"({"id":"a","lastModifiedBy":"bob@example.com"})");
  const auto revisions = target->history("a", 9);
  ASSERT_TRUE(revisions);
  ASSERT_EQ(revisions->size(), 2u);
  EXPECT_EQ((*revisions)[0].author, "bob@example.com");
  EXPECT_EQ((*revisions)[1].author, "alice");
}

TEST_P(Contract, takes_unusual_ids) {
  const std::vector<std::string> ids = {"0",
                                        "a.b",
                                        "a-b_c",
                                        "f1e2d3c4-0000-5000-8000-0123456789ab",
                                        "app:deploy",
                                        "two words",
                                        "50%",
                                        "a?b*c[d]",
                                        "quote'\"",
                                        "$(x)",
                                        "a&b=c+d#e",
                                        "日本語",
                                        "\u00e9",
                                        "pipeline-metadata.json",
                                        "-rf",
                                        "~",
                                        std::string(255, 'x')};
  std::map<std::string, std::string> bodies;
  for (const std::string& id : ids) bodies[id] = body_of("x", std::to_string(bodies.size()));
  for (const std::string& id : ids) {
    EXPECT_EQ(outcome(target->write(id, bodies[id], Precondition::absent())), Outcome::done) << id;
  }
  EXPECT_EQ(all_of(*target), bodies);
  for (const std::string& id : ids) {
    EXPECT_EQ(outcome(target->remove(id, Precondition::unchanged(version(id)))), Outcome::done) << id;
    EXPECT_EQ(earlier_bodies(id), std::vector<std::string>{bodies[id]}) << id;
  }
  EXPECT_TRUE(all_of(*target).empty());
}

// Each is written or refused as a whole, and never mistaken for the other.
TEST_P(Contract, tells_apart_ids_that_look_alike) {
  const std::pair<std::string, std::string> pairs[] = {
      {"1 \u00e9", "1 e\u0301"},        {"2 e", "2 \u00e9"}, {"3 stra\u00dfe", "3 strasse"},
      {"4 \U0001f600", "4 \U0001f601"}, {"5 \u00f6", "5 o"}, {"6 \u0301x", "6 x"}};
  for (const auto& [first, second] : pairs) {
    ASSERT_EQ(outcome(target->write(first, body_of("x", first), Precondition::absent())), Outcome::done) << first;
    EXPECT_FALSE(target->read(second).value()) << second;
    EXPECT_EQ(outcome(target->remove(second, Precondition::absent())), Outcome::done);
    EXPECT_EQ(outcome(target->remove(second, Precondition::unchanged(version(first)))), Outcome::moved_on);
    const auto written = target->write(second, body_of("x", second), Precondition::absent());
    EXPECT_TRUE(written.ok() || place->takes_ids_for_the_same()) << second;
    EXPECT_EQ(target->read(second).value().has_value(), written.ok());
    EXPECT_EQ(earlier_bodies(second).size(), written.ok() ? 1u : 0u);
    EXPECT_EQ(body(first), body_of("x", first));
    EXPECT_EQ(earlier_bodies(first).size(), 1u);
  }
}

TEST_P(Contract, refuses_ids_that_lead_elsewhere) {
  for (const std::string id : {"", ".", "..", "../a", "a/b", "/a", "a\\b", ".hidden", "Upper", "a\nb", " a", "a ",
                               "last-modified.json", "\xff"}) {
    EXPECT_FALSE(target->read(id)) << id;
    EXPECT_FALSE(target->write(id, "{}", Precondition::absent())) << id;
    EXPECT_FALSE(target->remove(id, Precondition::absent())) << id;
    EXPECT_FALSE(target->history(id, 1)) << id;
  }
  EXPECT_FALSE(target->read(std::string("a\0b", 3)));
  EXPECT_FALSE(target->read(std::string(256, 'x')));
  EXPECT_TRUE(all_of(*target).empty());
}

TEST_P(Contract, keeps_every_byte) {
  const std::string unicode = body_of("a", "naïve – 日本 🛶 e\u0301 \\u0000 ${#stage('x')}");
  put("a", unicode);
  EXPECT_EQ(body("a"), unicode);
  const std::string large = long_body("a", 1 << 20);
  put("a", large);
  EXPECT_EQ(body("a"), large);
  EXPECT_EQ(earlier_bodies("a"), (std::vector<std::string>{large, unicode}));
}

TEST_P(Contract, lists_more_than_a_page) {
  constexpr std::size_t count = 2500;
  std::vector<std::string> ids(count);
  std::atomic<int> done{0};
  parallel_for(count, target->concurrency(), [&](std::size_t i) {
    ids[i] = "pipeline-" + std::to_string(i);
    const auto result = target->write(ids[i], body_of(ids[i], "x"), Precondition::absent());
    done += result.ok() && *result == Outcome::done;
  });
  EXPECT_EQ(done, static_cast<int>(count));
  const auto listed = target->list();
  ASSERT_TRUE(listed);
  std::vector<std::string> found;
  for (const Listed& one : *listed) found.push_back(one.id);
  std::sort(found.begin(), found.end());
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(found, ids);
}

TEST_P(Contract, lets_exactly_one_of_many_writers_win) {
  constexpr int writers = 8;
  for (const std::string id : {"a", "b", "c", "d", "e"}) {
    const std::string seen = put(id, body_of(id, "start"));
    std::atomic<int> won{0}, lost{0}, winner{-1};
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i) {
      threads.emplace_back([&, i, own = place->open()] {
        Target& mine = i % 2 == 0 ? *target : *own;
        const auto result = mine.write(id, body_of(id, std::to_string(i)), Precondition::unchanged(seen));
        if (result.ok() && *result == Outcome::done) won += 1, winner = i;
        if (result.ok() && *result == Outcome::moved_on) lost += 1;
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(won, 1);
    EXPECT_EQ(lost, writers - 1);
    EXPECT_EQ(body(id), body_of(id, std::to_string(winner)));
    EXPECT_EQ(earlier_bodies(id).size(), 2u);
  }
}

TEST_P(Contract, lets_one_of_a_writer_and_a_remover_win) {
  for (int round = 0; round < 20; ++round) {
    const std::string id = "p" + std::to_string(round);
    const std::string seen = put(id, body_of(id, "start"));
    const auto other = place->open();
    Outcome written = Outcome::moved_on, removed = Outcome::moved_on;
    std::thread writer(
        [&] { written = outcome(target->write(id, body_of(id, "new"), Precondition::unchanged(seen))); });
    std::thread remover([&] { removed = outcome(other->remove(id, Precondition::unchanged(seen))); });
    writer.join();
    remover.join();
    EXPECT_NE(written == Outcome::done, removed == Outcome::done);
    EXPECT_EQ(body(id), written == Outcome::done ? body_of(id, "new") : "");
  }
}

TEST_P(Contract, lets_exactly_one_of_many_create) {
  std::atomic<int> won{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const auto result = target->write("a", body_of("a", std::to_string(i)), Precondition::absent());
      won += result.ok() && *result == Outcome::done;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(earlier_bodies("a").size(), 1u);
}

TEST_P(Contract, shows_readers_whole_bodies_only) {
  const std::string small = body_of("a", "small"), large = long_body("a", 200000);
  put("a", small);
  std::atomic<bool> stop{false};
  std::atomic<int> torn{0}, reads{0};
  std::thread reader([&] {
    do {
      const auto stored = target->read("a");
      const bool whole = stored.ok() && stored->has_value() && ((*stored)->body == small || (*stored)->body == large);
      torn += !whole;
      reads += 1;
    } while (!stop);
  });
  for (int i = 0; i < 50; ++i) put("a", i % 2 == 0 ? large : small);
  stop = true;
  reader.join();
  EXPECT_EQ(torn, 0);
  EXPECT_GT(reads, 0);
}

TEST_P(Contract, publishes_once_after_writes_and_removals) {
  const bool by_writing = place->moves_marker_by_writing();
  ASSERT_TRUE(target->publish());
  EXPECT_EQ(place->marker(), 0);
  const std::string first = put("a", body_of("a", "first"));
  EXPECT_EQ(place->marker() != 0, by_writing);
  ASSERT_TRUE(target->publish());
  const std::int64_t after_write = place->marker();
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  EXPECT_NEAR(static_cast<double>(after_write),
              static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count()), 60000);
  ASSERT_TRUE(target->publish());
  EXPECT_EQ(place->marker(), after_write);
  ASSERT_EQ(outcome(target->write("a", "{}", Precondition::absent())), Outcome::moved_on);
  ASSERT_TRUE(target->publish());
  EXPECT_EQ(place->marker(), after_write);
  ASSERT_EQ(outcome(target->remove("a", Precondition::unchanged(first))), Outcome::done);
  EXPECT_EQ(place->marker() != after_write, by_writing);
  ASSERT_TRUE(target->publish());
  EXPECT_GT(place->marker(), after_write);
}

TEST_P(Contract, moves_the_marker_forward_even_when_clocks_differ) {
  if (place->marks_by_own_clock()) return;
  const std::int64_t far_ahead = 4102444800000;  // somebody's clock says 2100
  put("a", body_of("a", "first"));
  ASSERT_TRUE(target->publish());
  place->set_marker(far_ahead);
  put("a", body_of("a", "second"));
  ASSERT_TRUE(target->publish());
  EXPECT_EQ(place->marker(), far_ahead + 1);
}

TEST_P(Contract, marker_is_no_pipeline) {
  put("a", body_of("a", "first"));
  ASSERT_TRUE(target->publish());
  EXPECT_EQ(all_of(*target).size(), 1u);
}

TEST_P(Contract, reads_and_writes_many_at_once) {
  const std::string old = put("old", body_of("old", "1"));
  const std::string gone = put("gone", body_of("gone", "1"));
  const std::string fresh = body_of("fresh", "2"), replaced = body_of("old", "2");
  const std::vector<Write> writes = {{"fresh", fresh, Precondition::absent()},
                                     {"old", replaced, Precondition::unchanged(old)},
                                     {"gone", {}, Precondition::unchanged(gone)},
                                     {"never", {}, Precondition::unchanged(gone)},
                                     {"a/b", fresh, Precondition::absent()}};
  const auto outcomes = target->write_all(writes);
  ASSERT_EQ(outcomes.size(), writes.size());
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(outcome(outcomes[i]), Outcome::done) << writes[i].id;
  EXPECT_EQ(outcome(outcomes[3]), Outcome::moved_on);
  EXPECT_FALSE(outcomes[4]);
  const std::vector<std::string> ids = {"never", "old", "gone", "fresh"};
  const auto found = target->read_all(ids);
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), ids.size());
  EXPECT_FALSE((*found)[0]);
  ASSERT_TRUE((*found)[1]);
  EXPECT_EQ((*found)[1]->body, replaced);
  EXPECT_EQ((*found)[1]->version, version("old"));
  EXPECT_FALSE((*found)[2]);
  ASSERT_TRUE((*found)[3]);
  EXPECT_EQ((*found)[3]->body, fresh);
  EXPECT_FALSE(target->read_all(std::vector<std::string>{"old", ".."}));
}

TEST_P(Contract, takes_batches_of_any_size) {
  constexpr std::size_t count = 700;
  std::vector<std::string> ids, bodies;
  for (std::size_t i = 0; i < count; ++i) {
    ids.push_back("p" + std::to_string(i));
    bodies.push_back(body_of(ids.back(), "x"));
  }
  std::vector<Write> writes;
  for (std::size_t i = 0; i < count; ++i) writes.push_back({ids[i], bodies[i], Precondition::absent()});
  for (auto& result : target->write_all(writes)) EXPECT_EQ(outcome(std::move(result)), Outcome::done);
  // A second writer that has seen nothing changes nothing.
  for (auto& result : target->write_all(writes)) EXPECT_EQ(outcome(std::move(result)), Outcome::moved_on);
  const auto found = target->read_all(ids);
  ASSERT_TRUE(found) << found.error().message;
  for (std::size_t i = 0; i < count; ++i) EXPECT_EQ((*found)[i].value_or(Stored()).body, bodies[i]);
  EXPECT_TRUE(target->write_all({}).empty());
}

TEST_P(Contract, keeps_records_out_of_sight) {
  Records* records = target->records();
  if (records == nullptr) return;  // an API of Spinnaker has no place for them
  EXPECT_TRUE(records->names().value().empty());
  EXPECT_FALSE(records->get("run-1").value());
  const std::string text = "{\"naïve\": \"日本\"}\n", large(3 << 20, 'x');
  ASSERT_TRUE(records->put("run-2", text));
  ASSERT_TRUE(records->put("run-1", large));
  ASSERT_TRUE(records->put("run-1.json", ""));
  ASSERT_TRUE(records->put("run-2", text + text));
  const auto other = place->open();
  EXPECT_EQ(other->records()->names().value(), (std::vector<std::string>{"run-1", "run-1.json", "run-2"}));
  EXPECT_EQ(other->records()->get("run-2").value(), text + text);
  EXPECT_EQ(other->records()->get("run-1").value(), large);
  EXPECT_EQ(other->records()->get("run-1.json").value(), "");
  for (const std::string name : {"", "..", "a/b", "A", ".x", "a b"}) {
    EXPECT_FALSE(records->put(name, "x")) << name;
    EXPECT_FALSE(records->get(name)) << name;
    EXPECT_FALSE(records->remove(name)) << name;
  }
  EXPECT_TRUE(all_of(*target).empty());
}

TEST_P(Contract, removes_records) {
  Records* records = target->records();
  if (records == nullptr) return;
  EXPECT_TRUE(records->remove("never-there"));
  for (const char* name : {"run-1", "run-1.json", "run-2"}) ASSERT_TRUE(records->put(name, name));
  const auto other = place->open();
  ASSERT_TRUE(other->records()->remove("run-1"));
  EXPECT_TRUE(records->remove("run-1"));
  EXPECT_FALSE(records->get("run-1").value());
  EXPECT_EQ(records->names().value(), (std::vector<std::string>{"run-1.json", "run-2"}));
  ASSERT_TRUE(records->put("run-1", "again"));
  EXPECT_EQ(other->records()->get("run-1").value(), "again");
  EXPECT_EQ(other->records()->get("run-2").value(), "run-2");
}

TEST_P(Contract, is_locked_by_one_at_a_time_who_is_named) {
  const auto other = place->open();
  auto held = target->lock("alice");
  ASSERT_TRUE(held) << held.error().message;
  for (Target* again : {target.get(), other.get()}) {
    const auto refused = again->lock("bob");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find(" is locked by alice"), std::string::npos) << refused.error().message;
  }
  EXPECT_TRUE(other->list());
  held->reset();
  auto next = other->lock("bob");
  EXPECT_TRUE(next) << next.error().message;
}

TEST_P(Contract, lock_may_outlive_its_target) {
  auto held = target->lock("alice");
  ASSERT_TRUE(held);
  target.reset();
  EXPECT_FALSE(place->open()->lock("bob"));
  held->reset();
  EXPECT_TRUE(place->open()->lock("bob"));
}

TEST_P(Contract, one_of_many_gets_the_lock) {
  std::atomic<int> got{0};
  std::vector<std::shared_ptr<void>> held(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < held.size(); ++i) {
    threads.emplace_back([&, i] {
      auto lock = target->lock("writer " + std::to_string(i));
      if (lock) held[i] = std::move(*lock), got += 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(got, 1);
}

/// What a sync does: bring the target to `desired`, comparing before each write; stops at nothing, reports nothing.
void bring_to(Target& target, const std::map<std::string, std::string>& desired) {
  const auto lock = target.lock("sync");
  const auto listed = target.list();
  if (!lock || !listed) return;
  for (const auto& [id, body] : desired) {
    const auto seen = target.read(id);
    if (!seen || (*seen && (*seen)->body == body)) continue;
    const auto precondition = *seen ? Precondition::unchanged((*seen)->version) : Precondition::absent();
    static_cast<void>(target.write(id, body, precondition).ok());
  }
  for (const Listed& one : *listed) {
    if (desired.contains(one.id)) continue;
    const auto seen = target.read(one.id);
    if (seen && *seen) static_cast<void>(target.remove(one.id, Precondition::unchanged((*seen)->version)).ok());
  }
  static_cast<void>(target.publish().ok());
}

TEST_P(Contract, recovers_from_a_failure_at_each_call) {
  const std::map<std::string, std::string> before = {
      {"gone", body_of("gone", "1")}, {"kept", body_of("kept", "1")}, {"changed", body_of("changed", "1")}};
  const std::map<std::string, std::string> desired = {
      {"kept", body_of("kept", "1")}, {"changed", body_of("changed", "2")}, {"new", body_of("new", "1")}};
  for (const FailWhen when : {FailWhen::before, FailWhen::after}) {
    for (int call = 1; call <= 11; ++call) {
      place = GetParam().make();
      target = place->open();
      bring_to(*target, before);
      const std::int64_t marker = place->marker();
      bring_to(*make_failing(*target, call, 1, when), desired);
      for (const auto& [id, text] : all_of(*target)) {
        EXPECT_TRUE(before.contains(id) ? text == before.at(id) || text == desired.at(id) : text == desired.at(id));
      }
      EXPECT_EQ(all_of(*target).count("kept"), 1u);
      EXPECT_EQ(all_of(*target).count("changed"), 1u);
      bring_to(*target, desired);
      EXPECT_EQ(all_of(*target), desired) << "call " << call;
      EXPECT_GT(place->marker(), marker) << "call " << call;
      EXPECT_EQ(earlier_bodies("gone"), (std::vector<std::string>{body_of("gone", "1")}));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Contract, testing::ValuesIn(tested_kinds()),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace

}  // namespace sailmaker::target
