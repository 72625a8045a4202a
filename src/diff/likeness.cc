#include "diff/likeness.h"

#include <algorithm>

#include "value/map.h"

namespace sailmaker::diff {

namespace {

constexpr int kMostScalars = 128;
constexpr int kDeepest = 12;

// Sums up what is common and what there is in all.
class Comparison {
 public:
  double share() const { return all_ == 0 ? 1.0 : common_ / all_; }

  void compare(const Value& a, const Value& b, int depth) {
    if (--left_ < 0 || depth > kDeepest) return;
    if (a.is_map() && b.is_map()) return compare_maps(a.as_map(), b.as_map(), depth);
    if (a.is_list() && b.is_list()) return compare_lists(a.as_list(), b.as_list(), depth);
    const double weight = std::max(weigh(a, depth), weigh(b, depth));
    all_ += weight;
    if (a.kind() == b.kind() && identical(a, b)) common_ += weight;
  }

 private:
  void compare_maps(const Map& a, const Map& b, int depth) {
    // Having the same keys says a little, too.
    for (const auto& [key, value] : a) {
      if (left_ < 0) return;
      all_ += 1;
      const Value* other = b.find_key(key);
      if (other == nullptr) {
        all_ += weigh(value, depth);
        continue;
      }
      common_ += 1;
      compare(value, *other, depth + 1);
    }
    for (const auto& [key, value] : b) {
      if (--left_ < 0) return;
      if (a.find_key(key) == nullptr) all_ += 1 + weigh(value, depth);
    }
  }

  void compare_lists(const List& a, const List& b, int depth) {
    const std::size_t both = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < both && left_ >= 0; ++i) compare(a[i], b[i], depth + 1);
    const List& longer = a.size() > b.size() ? a : b;
    for (std::size_t i = both; i < longer.size() && --left_ >= 0; ++i) all_ += weigh(longer[i], depth);
  }

  double weigh(const Value& value, int depth) {
    if (value.is_string()) return value.as_string().size() < 4 ? 1 : 4;
    if (depth > kDeepest) return 1;
    double sum = 1;
    if (value.is_map()) {
      for (const auto& entry : value.as_map()) {
        if (--left_ < 0) break;
        sum += weigh(entry.value, depth + 1);
      }
    } else if (value.is_list()) {
      for (const Value& item : value.as_list()) {
        if (--left_ < 0) break;
        sum += weigh(item, depth + 1);
      }
    }
    return sum;
  }

  double common_ = 0;
  double all_ = 0;
  int left_ = kMostScalars;
};

std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93ULL;
  return x ^ (x >> 29);
}

std::uint64_t hash_at(const Value& value, int depth) {
  std::uint64_t hash = mix(static_cast<std::uint64_t>(value.kind()) + 1);
  if (depth > kDeepestValue) throw TooDeep{};
  if (value.is_list()) {
    for (const Value& item : value.as_list()) hash = mix(hash + hash_at(item, depth + 1));
  } else if (value.is_map()) {
    for (const auto& entry : value.as_map()) hash += mix(hash_of(entry.key) ^ mix(hash_at(entry.value, depth + 1)));
  } else {
    hash ^= hash_of(value);
  }
  return hash;
}

}  // namespace

double likeness(const Value& a, const Value& b) {
  Comparison comparison;
  comparison.compare(a, b, 0);
  return comparison.share();
}

std::uint64_t content_hash(const Value& value) { return hash_at(value, 0); }

}  // namespace sailmaker::diff
