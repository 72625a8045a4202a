#include "value/map.h"

#include <gtest/gtest.h>

#include <random>

namespace sailmaker {
namespace {

std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> keys;
  for (const Map::Entry& entry : map) keys.emplace_back(entry.key.as_string());
  return keys;
}

TEST(Map, KeepsTheOrderOfInsertion) {
  Map map{{"z", 1}, {"a", 2}};
  EXPECT_FALSE(map.set("z", 3));
  EXPECT_TRUE(map.set("m", 4));
  EXPECT_EQ(keys_of(map), (std::vector<std::string>{"z", "a", "m"}));
  EXPECT_EQ(*map.find("z"), Value(3));
  map.set_first("m", 5);
  map.set_first("new", 6);
  EXPECT_EQ(keys_of(map), (std::vector<std::string>{"new", "m", "z", "a"}));
  EXPECT_TRUE(map.erase("z"));
  EXPECT_FALSE(map.erase("z"));
  EXPECT_EQ(keys_of(map), (std::vector<std::string>{"new", "m", "a"}));
  EXPECT_TRUE(map.ensure("later").is_null());
  EXPECT_EQ(map.size(), 4U);
  map.clear();
  EXPECT_TRUE(map.empty());
  EXPECT_EQ(map.find("a"), nullptr);
}

TEST(Map, TakesEqualKeysAsOne) {
  Map map{{1, "a"}, {true, "b"}, {1.0, "c"}, {"1", "d"}, {nullptr, "e"}};
  EXPECT_EQ(map.size(), 3U);
  EXPECT_EQ(*map.find_key(Value(1)), Value("c"));
  EXPECT_TRUE(map.at(0).key.is_integer()) << "the first one stays the key";
  EXPECT_EQ(*map.find_key(Value()), Value("e"));
  EXPECT_EQ(map.place_of("1"), 1U);
  EXPECT_EQ(map.place_of("2"), Map::npos);
}

// What a map must do, by the simplest means.
struct Model {
  std::vector<std::pair<Value, Value>> entries;

  std::size_t place(const Value& key) const {
    std::size_t i = 0;
    while (i < entries.size() && !(entries[i].first == key)) ++i;
    return i;
  }
  void set(const Value& key, const Value& value) {
    const std::size_t i = place(key);
    if (i == entries.size()) entries.emplace_back(key, value);
    entries[i].second = value;
  }
  void set_first(const Value& key, const Value& value) {
    erase(key);
    entries.insert(entries.begin(), {key, value});
  }
  void erase(const Value& key) {
    const std::size_t i = place(key);
    if (i < entries.size()) entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(i));
  }
};

Value random_key(std::mt19937& random, unsigned range) {
  const int number = static_cast<int>(random() % range);
  switch (random() % 6) {
    case 0: return Value(number);
    case 1: return Value(static_cast<double>(number) / 2);
    case 2: return number % 3 == 0 ? Value(number % 2 == 0) : Value();
    case 3: return Value("a long key of more than fourteen letters " + std::to_string(number));
    default: return Value("k" + std::to_string(number));
  }
}

TEST(Map, DoesWhatItsModelDoes) {
  std::mt19937 random(11);
  for (const unsigned range : {5U, 20U, 200U}) {
    Map map;
    Model model;
    for (int step = 0; step < 3000; ++step) {
      const Value key = random_key(random, range);
      switch (random() % 8) {
        case 0:
          map.erase(key);
          model.erase(key);
          break;
        case 1:
          map.set_first(key, step);
          model.set_first(key, step);
          break;
        default:
          map.set(key, step);
          model.set(key, step);
          break;
      }
      const Value wanted = random_key(random, range);
      const std::size_t place = model.place(wanted);
      const Value* found = map.find_key(wanted);
      ASSERT_EQ(found != nullptr, place < model.entries.size());
      if (found != nullptr) {
        ASSERT_TRUE(identical(*found, model.entries[place].second));
      }
      if (wanted.is_string()) {
        ASSERT_EQ(map.find(wanted.as_string()), found);
      }
    }
    ASSERT_EQ(map.size(), model.entries.size());
    for (std::size_t i = 0; i < map.size(); ++i) ASSERT_TRUE(identical(map.at(i).key, model.entries[i].first));
  }
}

TEST(Map, CopiesAreTheirOwn) {
  Map a;
  for (int i = 0; i < 40; ++i) a.set("k" + std::to_string(i), i);
  Map b = a;
  b.set("k5", "changed");
  b.set("more", 1);
  EXPECT_EQ(*a.find("k5"), Value(5));
  EXPECT_EQ(a.find("more"), nullptr);
  EXPECT_EQ(*b.find("k39"), Value(39));
  const Map c = std::move(b);
  EXPECT_EQ(*c.find("more"), Value(1));
}

}  // namespace
}  // namespace sailmaker
