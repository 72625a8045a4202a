#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "diff/diff.h"
#include "tests/diff/apply.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::diff {
namespace {

constexpr const char* kKeys[] = {"refId", "name", "a", "b", "c", "type", "source"};

class Documents {
 public:
  explicit Documents(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }

  Value scalar() {
    switch (below(7)) {
      case 0: return Value();
      case 1: return Value(below(2) == 0);
      case 2: return Value(static_cast<double>(below(3)));
      case 3: return Value(std::string(20, static_cast<char>('a' + below(3))));
      case 4: return Value(std::string(1, static_cast<char>('0' + below(5))));
      default: return Value(static_cast<int>(below(5)));
    }
  }

  Value value(int depth) {
    if (depth <= 0 || below(4) == 0) return scalar();
    if (below(2) == 0) return list(depth);
    Map map;
    for (std::size_t i = below(6); i > 0; --i) map.set(kKeys[below(std::size(kKeys))], value(depth - 1));
    return map;
  }

  Value list(int depth) {
    List list;
    for (std::size_t i = below(7); i > 0; --i) list.push_back(value(depth - 1));
    return list;
  }

  // Edits some part, however deep, and may shuffle lists.
  void edit(Value& value, int depth) {
    if (value.is_list() && below(4) != 0) return edit_list(value.mutable_list(), depth);
    if (!value.is_map() || value.as_map().empty() || below(5) == 0) {
      value = this->value(depth);
      return;
    }
    Map& map = value.mutable_map();
    const Map::Entry entry = map.at(below(map.size()));
    if (below(4) == 0) {
      map.erase(entry.key);
    } else if (below(4) == 0) {
      map.set(kKeys[below(std::size(kKeys))], this->value(depth));
    } else {
      edit(*map.find_key(entry.key), depth - 1);
    }
  }

  void edit_list(List& list, int depth) {
    switch (list.empty() ? 0 : below(5)) {
      case 0: list.insert(list.begin() + static_cast<std::ptrdiff_t>(below(list.size() + 1)), value(1)); return;
      case 1: list.erase(list.begin() + static_cast<std::ptrdiff_t>(below(list.size()))); return;
      case 2: std::shuffle(list.begin(), list.end(), random_); return;
      default: edit(list[below(list.size())], depth - 1);
    }
  }

  std::mt19937& random() { return random_; }

 private:
  std::mt19937 random_;
};

void expect_exact(const Value& before, const Value& after, const Identity& identity) {
  const auto changes = compare(before, after, identity);
  EXPECT_EQ(changes.empty(), identical(before, after));
  EXPECT_TRUE(identical(carry_out(before, changes), after)) << to_json(before) << '\n' << to_json(after);
}

TEST(RandomDocuments, ApplyingTheChangesGivesTheNewOne) {
  Documents documents(11);
  for (int round = 0; round < 20'000; ++round) {
    const Value before = documents.value(5);
    Value after = before;
    for (std::size_t i = documents.below(6); i > 0; --i) documents.edit(after, 4);
    if (before.is_null() || after.is_null()) continue;
    expect_exact(before, after, name_item);
    expect_exact(before, after, {});
    expect_exact(before, documents.value(5), name_item);
    ASSERT_FALSE(HasFailure());
  }
}

// A pipeline-like document whose items have names of their own.
Value named_document(Documents& documents) {
  List stages;
  for (std::size_t i = 0; i < 3 + documents.below(6); ++i) {
    List weights;
    for (std::size_t n = documents.below(5); n > 0; --n) weights.push_back(Value(static_cast<int>(documents.below(4))));
    stages.push_back(Map{{"refId", "stage-" + std::to_string(i)},
                         {"type", documents.scalar()},
                         {"weights", weights},
                         {"moniker", Map{{"app", documents.scalar()}}}});
  }
  List inputs;
  for (std::size_t i = 0; i < 2 + documents.below(4); ++i) {
    inputs.push_back(Map{{"id", std::to_string(documents.below(1000))}, {"account", documents.scalar()}});
  }
  return Map{{"application", "azar"}, {"stages", stages}, {"inputs", inputs}};
}

Value random_new(Documents& documents, const Value& old) {
  Value fresh = documents.scalar();
  while (identical(fresh, old)) fresh = documents.scalar();
  return fresh;
}

// One of the edits people make.
void edit_once(Documents& documents, Map& root) {
  const bool in_stages = documents.below(2) == 0;
  List& items = root.find(in_stages ? "stages" : "inputs")->mutable_list();
  const std::size_t place = documents.below(items.size());
  const auto at = items.begin() + static_cast<std::ptrdiff_t>(place);
  switch (documents.below(6)) {
    case 0: items.erase(at); return;
    case 1: items.insert(at, Map{{in_stages ? "refId" : "id", "quite new"}}); return;
    case 2: std::rotate(items.begin(), at + (place == 0 ? 1 : 0), at + 1); return;
    case 3: items[place].mutable_map().set("extra", documents.list(3)); return;
    case 4: root.erase("application"); return;
    default: break;
  }
  Map& item = items[place].mutable_map();
  if (!in_stages) {
    item.set("account", random_new(documents, *item.find("account")));
  } else if (List& weights = item.find("weights")->mutable_list(); weights.empty() || documents.below(2) == 0) {
    weights.insert(weights.begin() + static_cast<std::ptrdiff_t>(documents.below(weights.size() + 1)), Value(9));
  } else {
    Value& weight = weights[documents.below(weights.size())];
    weight = random_new(documents, weight);
  }
}

TEST(RandomDocuments, OneEditIsOneChange) {
  Documents documents(12);
  int edits = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Value before = named_document(documents);
    Value after = before;
    edit_once(documents, after.mutable_map());
    const auto changes = compare(before, after, name_item);
    const bool differs = !identical(before, after);
    edits += differs ? 1 : 0;
    ASSERT_EQ(changes.size(), differs ? 1U : 0U) << to_json(before) << '\n' << to_json(after);
    ASSERT_TRUE(identical(carry_out(before, changes), after));
  }
  EXPECT_GT(edits, 15'000);
}

}  // namespace
}  // namespace sailmaker::diff
