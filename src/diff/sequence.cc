#include "diff/sequence.h"

#include <algorithm>

namespace sailmaker::diff {

namespace {

using Ids = std::span<const std::uint32_t>;

// Myers' algorithm in linear space: search from both ends at once, split where the two searches meet.
class Splitter {
 public:
  Splitter(Ids before, Ids after) : before_(before), after_(after), zero_(static_cast<int>(after.size()) + 1) {
    forward_.resize(before.size() + after.size() + 3);
    backward_.resize(forward_.size());
  }

  std::vector<Match> run() {
    boxes_.push_back({0, static_cast<int>(before_.size()), 0, static_cast<int>(after_.size())});
    while (!boxes_.empty()) {
      const Box box = boxes_.back();
      boxes_.pop_back();
      solve(box);
    }
    return std::move(matches_);
  }

 private:
  // The part [left, right) of `before` against [top, bottom) of `after`.
  struct Box {
    int left, right, top, bottom;
  };
  struct Point {
    int x, y;
  };

  static constexpr int kNowhere = -1;
  // Beyond this many differences within a box the furthest point reached so far is good enough to split at.
  static constexpr int kMostDifferences = 1024;

  void solve(Box box) {
    while (box.left < box.right && box.top < box.bottom && equal(box.left, box.top)) {
      matches_.push_back({static_cast<std::size_t>(box.left++), static_cast<std::size_t>(box.top++)});
    }
    const Box whole = box;
    while (box.left < box.right && box.top < box.bottom && equal(box.right - 1, box.bottom - 1)) {
      --box.right, --box.bottom;
    }
    // The last pushed is solved first, so that matches come out in order.
    if (box.right < whole.right) boxes_.push_back({box.right, whole.right, box.bottom, whole.bottom});
    if (box.left == box.right || box.top == box.bottom) return;
    const Point middle = split(box);
    boxes_.push_back({box.left + middle.x, box.right, box.top + middle.y, box.bottom});
    boxes_.push_back({box.left, box.left + middle.x, box.top, box.top + middle.y});
  }

  Point split(const Box& box) {
    const int width = box.right - box.left;
    const int height = box.bottom - box.top;
    const int delta = width - height;
    const bool odd = (delta & 1) != 0;
    for (int d = 0;; ++d) {
      widen(forward_, d), widen(backward_, d);
      for (int k = lowest(d, height); k <= highest(d, width); k += 2) {
        const int x = step(forward_, d, k, width, height);
        if (x == kNowhere) continue;
        const int reached = run_forward(box, x, k);
        forward_[at(k)] = reached;
        const int other = delta - k;
        if (odd && other > -d && other < d && meets(backward_, other, reached, width)) return {reached, reached - k};
      }
      for (int k = lowest(d, height); k <= highest(d, width); k += 2) {
        const int x = step(backward_, d, k, width, height);
        if (x == kNowhere) continue;
        const int reached = run_backward(box, x, k);
        backward_[at(k)] = reached;
        const int other = delta - k;
        if (!odd && other >= -d && other <= d && meets(forward_, other, reached, width)) {
          return {width - reached, height - (reached - k)};
        }
      }
      if (d >= kMostDifferences) return furthest(d, width, height);
    }
  }

  // Diagonals that leave the box are not searched.
  static int lowest(int d, int height) { return -d + 2 * std::max(0, d - height); }
  static int highest(int d, int width) { return d - 2 * std::max(0, d - width); }

  void widen(std::vector<int>& reach, int d) {
    if (d == 0) reach[at(0)] = kNowhere;
    for (const int k : {-d - 1, d + 1}) {
      if (k >= -zero_ && at(k) < reach.size()) reach[at(k)] = kNowhere;
    }
  }

  // How far diagonal k is reached by one more difference from its neighbours.
  int step(std::vector<int>& reach, int d, int k, int width, int height) {
    if (d == 0) return 0;
    const int right = reach[at(k - 1)] == kNowhere ? kNowhere : reach[at(k - 1)] + 1;
    const int down = reach[at(k + 1)];
    int best = kNowhere;
    if (right != kNowhere && right <= width) best = right;
    if (down != kNowhere && down - k <= height) best = std::max(best, down);
    return reach[at(k)] = best;
  }

  int run_forward(const Box& box, int x, int k) const {
    while (box.left + x < box.right && box.top + x - k < box.bottom && equal(box.left + x, box.top + x - k)) ++x;
    return x;
  }

  int run_backward(const Box& box, int x, int k) const {
    while (box.right - x > box.left && box.bottom - (x - k) > box.top &&
           equal(box.right - 1 - x, box.bottom - 1 - (x - k))) {
      ++x;
    }
    return x;
  }

  bool meets(const std::vector<int>& reach, int k, int reached, int width) const {
    if (k < -zero_ || at(k) >= reach.size()) return false;
    return reach[at(k)] != kNowhere && reach[at(k)] + reached >= width;
  }

  Point furthest(int d, int width, int height) const {
    Point best{0, 0};
    for (int k = lowest(d, height); k <= highest(d, width); k += 2) {
      const int x = forward_[at(k)];
      if (x != kNowhere && x + x - k > best.x + best.y) best = {x, x - k};
    }
    return best;
  }

  std::size_t at(int diagonal) const {
    const int place = zero_ + diagonal;
    return static_cast<std::size_t>(place);
  }
  bool equal(int x, int y) const { return before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(y)]; }

  Ids before_;
  Ids after_;
  int zero_;  // where diagonal 0 stands in the two below
  std::vector<int> forward_;
  std::vector<int> backward_;
  std::vector<Box> boxes_;
  std::vector<Match> matches_;
};

}  // namespace

std::vector<Match> common_subsequence(Ids before, Ids after) { return Splitter(before, after).run(); }

std::vector<bool> longest_increasing(std::span<const std::size_t> numbers) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> tails;  // tails[n]: where the increasing run of length n + 1 with the least end ends
  std::vector<std::size_t> previous(numbers.size(), kNone);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto place = std::lower_bound(tails.begin(), tails.end(), numbers[i],
                                        [&](std::size_t tail, std::size_t number) { return numbers[tail] < number; });
    if (place != tails.begin()) previous[i] = *(place - 1);
    if (place == tails.end()) {
      tails.push_back(i);
    } else {
      *place = i;
    }
  }
  std::vector<bool> kept(numbers.size(), false);
  for (std::size_t i = tails.empty() ? kNone : tails.back(); i != kNone; i = previous[i]) kept[i] = true;
  return kept;
}

}  // namespace sailmaker::diff
