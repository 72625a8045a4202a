#include "diff/match.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "diff/likeness.h"
#include "diff/sequence.h"
#include "value/map.h"

namespace sailmaker::diff {

namespace {

// Pairs of items that are compared for likeness in one list at most.
constexpr std::size_t kMostPairs = 20'000;
// Something of another name is the same thing only when nearly all else is the same.
constexpr double kLikeRenamed = 0.7;
constexpr double kLikeNameless = 0.4;

using Places = std::vector<std::size_t>;

class Matcher {
 public:
  Matcher(const List& before, const List& after, const NameOf& name_of) : before_(before), after_(after) {
    trim();
    name(before_, end_before_, match_.before, name_of);
    name(after_, end_after_, match_.after, name_of);
  }

  ListMatch run() {
    if (match_.before.empty() || match_.after.empty()) return std::move(match_);
    match_names();
    match_equal();
    match_alike(Named::no, kLikeNameless);
    match_alike(Named::yes, kLikeRenamed);
    mark_moved();
    match_in_order();
    return std::move(match_);
  }

 private:
  enum class Named { no, yes };
  using Items = std::vector<ListMatch::Item>;

  void trim() {
    const std::size_t shorter = std::min(before_.size(), after_.size());
    std::size_t& first = match_.first;
    while (first < shorter && identical(before_[first], after_[first])) ++first;
    end_before_ = before_.size(), end_after_ = after_.size();
    while (end_before_ > first && end_after_ > first && identical(before_[end_before_ - 1], after_[end_after_ - 1])) {
      --end_before_, --end_after_;
    }
  }

  void name(const List& list, std::size_t end, Items& items, const NameOf& name_of) {
    items.resize(end - match_.first);
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Value& item = list[match_.first + i];
      if (item.is_map()) items[i].name = name_of(item);
    }
  }

  // The index counts from match_.first on, partners from the lists' starts.
  void pair(std::size_t before, std::size_t after) {
    match_.before[before].partner = match_.first + after;
    match_.after[after].partner = match_.first + before;
  }

  void match_names() {
    std::unordered_map<std::string_view, Places> places;
    for (std::size_t i = match_.before.size(); i-- > 0;) {
      if (!match_.before[i].name.empty()) places[match_.before[i].name].push_back(i);
    }
    for (std::size_t i = 0; i < match_.after.size() && !places.empty(); ++i) {
      if (match_.after[i].name.empty()) continue;
      const auto found = places.find(match_.after[i].name);
      if (found == places.end() || found->second.empty()) continue;
      pair(found->second.back(), i);
      found->second.pop_back();
    }
  }

  static Places unmatched(const Items& items, Named named) {
    Places places;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].partner == kNoPartner && items[i].name.empty() == (named == Named::no)) places.push_back(i);
    }
    return places;
  }

  // First those that kept their order, then equal ones that did not.
  void match_equal() {
    const Places old_places = unmatched(match_.before, Named::no);
    const Places new_places = unmatched(match_.after, Named::no);
    if (old_places.empty() || new_places.empty()) return;
    std::unordered_map<std::uint64_t, std::vector<Class>> classes;
    const auto old_ids = classify(before_, old_places, classes);
    const auto new_ids = classify(after_, new_places, classes);
    for (const Match& match : common_subsequence(old_ids, new_ids)) {
      pair(old_places[match.before], new_places[match.after]);
    }
    match_equal_elsewhere(old_places, old_ids, new_places, new_ids);
  }

  struct Class {
    const Value* value;
    std::uint32_t id;
  };

  std::vector<std::uint32_t> classify(const List& list, const Places& places,
                                      std::unordered_map<std::uint64_t, std::vector<Class>>& classes) {
    std::vector<std::uint32_t> ids;
    ids.reserve(places.size());
    for (const std::size_t place : places) {
      const Value& item = list[match_.first + place];
      std::vector<Class>& same_hash = classes[content_hash(item)];
      auto found = std::find_if(same_hash.begin(), same_hash.end(),
                                [&](const Class& known) { return identical(*known.value, item); });
      if (found == same_hash.end()) found = same_hash.insert(found, {&item, class_count_++});
      ids.push_back(found->id);
    }
    return ids;
  }

  void match_equal_elsewhere(const Places& old_places, const std::vector<std::uint32_t>& old_ids,
                             const Places& new_places, const std::vector<std::uint32_t>& new_ids) {
    std::vector<Places> left(class_count_);
    for (std::size_t i = old_places.size(); i-- > 0;) {
      if (match_.before[old_places[i]].partner == kNoPartner) left[old_ids[i]].push_back(old_places[i]);
    }
    for (std::size_t i = 0; i < new_places.size(); ++i) {
      Places& candidates = left[new_ids[i]];
      if (candidates.empty() || match_.after[new_places[i]].partner != kNoPartner) continue;
      pair(candidates.back(), new_places[i]);
      candidates.pop_back();
    }
  }

  // The most alike first; among equals those that stand nearest.
  void match_alike(Named named, double least) {
    const Places old_places = unmatched(match_.before, named);
    const Places new_places = unmatched(match_.after, named);
    if (old_places.empty() || new_places.empty() || old_places.size() > kMostPairs / new_places.size()) return;
    struct Candidate {
      double likeness;
      std::size_t before, after;
      std::size_t distance() const { return before > after ? before - after : after - before; }
    };
    std::vector<Candidate> candidates;
    for (const std::size_t i : old_places) {
      for (const std::size_t j : new_places) {
        const Value& a = before_[match_.first + i];
        const Value& b = after_[match_.first + j];
        if (!(a.is_map() && b.is_map()) && !(a.is_list() && b.is_list())) continue;
        const double alike = likeness(a, b);
        if (alike >= least) candidates.push_back({alike, i, j});
      }
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
      return a.likeness != b.likeness ? a.likeness > b.likeness : a.distance() < b.distance();
    });
    for (const Candidate& candidate : candidates) {
      if (match_.before[candidate.before].partner != kNoPartner) continue;
      if (match_.after[candidate.after].partner == kNoPartner) pair(candidate.before, candidate.after);
    }
  }

  void mark_moved() {
    Places partners;
    Places places;
    for (std::size_t i = 0; i < match_.after.size(); ++i) {
      if (match_.after[i].partner == kNoPartner) continue;
      partners.push_back(match_.after[i].partner);
      places.push_back(i);
    }
    if (std::is_sorted(partners.begin(), partners.end())) return;
    const std::vector<bool> kept = longest_increasing(partners);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (kept[i]) continue;
      match_.after[places[i]].moved = true;
      match_.before[partners[i] - match_.first].moved = true;
    }
  }

  // Nameless items that are left, in the gaps between items that stayed.
  void match_in_order() {
    std::size_t from = 0;  // in match_.before
    for (std::size_t i = 0; i < match_.after.size(); ++i) {
      const ListMatch::Item& item = match_.after[i];
      if (item.partner != kNoPartner) {
        if (!item.moved) from = item.partner - match_.first + 1;
        continue;
      }
      if (!item.name.empty()) continue;
      skip_matched(from);
      if (from < match_.before.size() && match_.before[from].partner == kNoPartner) pair(from++, i);
    }
  }

  // To the next nameless item without a partner, or to the next item that stayed.
  void skip_matched(std::size_t& from) const {
    for (; from < match_.before.size(); ++from) {
      const ListMatch::Item& item = match_.before[from];
      const bool free = item.partner == kNoPartner && item.name.empty();
      const bool stayed = item.partner != kNoPartner && !item.moved;
      if (free || stayed) return;
    }
  }

  const List& before_;
  const List& after_;
  std::size_t end_before_ = 0;
  std::size_t end_after_ = 0;
  std::uint32_t class_count_ = 0;
  ListMatch match_;
};

}  // namespace

ListMatch match_lists(const List& before, const List& after, const NameOf& name_of) {
  return Matcher(before, after, name_of).run();
}

}  // namespace sailmaker::diff
