#include "sync/ignoring.h"

#include <algorithm>

#include "pipeline/identity.h"
#include "pipeline/mark.h"
#include "value/map.h"
#include "value/path.h"

namespace sailmaker::sync {

namespace {

constexpr std::string_view kNeverIgnored[] = {"id", "application", "name", "sailmaker"};

// A pattern, and how many of its steps led to the part that is looked at.
struct Active {
  const fleet::PartPattern* pattern;
  std::size_t step;
};
using Actives = std::vector<Active>;

// Goes down both documents side by side.
class Walk {
 public:
  // `stored` is null where parts are only taken out.
  Value run(const Value& desired, const Value* stored, const Actives& actives) {
    if (stored != nullptr && stored->kind() != desired.kind()) return desired;
    if (desired.is_map()) return map(desired.as_map(), stored, actives);
    if (desired.is_list()) return list(desired.as_list(), stored, actives);
    return desired;
  }

 private:
  // What of `actives` goes on below this key or item; `whole` when one ends here.
  Actives below(const Actives& actives, bool is_item, std::string_view name, bool& whole) const {
    Actives out;
    for (const Active& active : actives) {
      const auto& step = active.pattern->steps()[active.step];
      if (step.is_item != is_item || !step.glob.matches(name)) continue;
      if (active.step + 1 == active.pattern->steps().size())
        whole = true;
      else
        out.push_back({active.pattern, active.step + 1});
    }
    return out;
  }

  Actives below(const Actives& actives, const Value& key, bool& whole) const {
    if (!key.is_string()) return {};
    const std::string_view name = key.as_string();
    const bool fixed =
        way_.empty() && std::find(std::begin(kNeverIgnored), std::end(kNeverIgnored), name) != std::end(kNeverIgnored);
    return fixed ? Actives() : below(actives, false, name, whole);
  }

  Value map(const Map& desired, const Value* stored, const Actives& actives) {
    const Map* other = stored != nullptr && stored->is_map() ? &stored->as_map() : nullptr;
    Map out;
    for (const Map::Entry& entry : desired) {
      bool whole = false;
      const Actives next = below(actives, entry.key, whole);
      const Value* partner = other == nullptr ? nullptr : other->find_key(entry.key);
      if (whole) {
        if (partner != nullptr) out.set(entry.key, *partner);
      } else if (next.empty()) {
        out.set(entry.key, entry.value);
      } else {
        way_.emplace_back(std::string(entry.key.as_string()));
        out.set(entry.key, stored != nullptr && partner == nullptr ? entry.value : run(entry.value, partner, next));
        way_.pop_back();
      }
    }
    if (other == nullptr) return out;
    for (const Map::Entry& entry : *other) {
      bool whole = false;
      below(actives, entry.key, whole);
      if (whole && desired.find_key(entry.key) == nullptr) out.set(entry.key, entry.value);
    }
    return out;
  }

  std::string name_of(const List& items, std::size_t place) const {
    std::string name = pipeline::identity_of(way_, items[place]);
    return name.empty() ? std::to_string(place) : name;
  }

  const Value* item_called(const List& items, const std::string& name) const {
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (name_of(items, i) == name) return &items[i];
    }
    return nullptr;
  }

  Value list(const List& desired, const Value* stored, const Actives& actives) {
    const List* other = stored != nullptr && stored->is_list() ? &stored->as_list() : nullptr;
    List out;
    for (std::size_t i = 0; i < desired.size(); ++i) {
      const std::string name = name_of(desired, i);
      bool whole = false;
      const Actives next = below(actives, true, name, whole);
      const Value* partner = other == nullptr ? nullptr : item_called(*other, name);
      if (whole) {
        if (partner != nullptr) out.push_back(*partner);
      } else if (next.empty() || (stored != nullptr && partner == nullptr)) {
        out.push_back(desired[i]);
      } else {
        way_.emplace_back(i);
        out.push_back(run(desired[i], partner, next));
        way_.pop_back();
      }
    }
    if (other == nullptr) return out;
    for (std::size_t i = 0; i < other->size(); ++i) {
      bool whole = false;
      const std::string name = name_of(*other, i);
      below(actives, true, name, whole);
      if (whole && item_called(desired, name) == nullptr) out.push_back((*other)[i]);
    }
    return out;
  }

  Path way_;
};

Actives begin_of(const std::vector<const fleet::PartPattern*>& patterns) {
  Actives out;
  for (const fleet::PartPattern* pattern : patterns) out.push_back({pattern, 0});
  return out;
}

}  // namespace

std::vector<const fleet::PartPattern*> Ignoring::patterns_for(const std::string& key) const {
  std::vector<const fleet::PartPattern*> out;
  if (parts_ == nullptr || parts_->empty()) return out;
  const auto parsed = fleet::parse_key(key);
  for (const fleet::IgnoredPart& part : *parts_) {
    if (parsed ? part.where.matches(*parsed) : part.where.selects_all()) out.push_back(&part.path);
  }
  return out;
}

Value Ignoring::stripped(const std::string& key, const Value& pipeline) const {
  const auto patterns = patterns_for(key);
  return patterns.empty() ? pipeline : Walk().run(pipeline, nullptr, begin_of(patterns));
}

Value Ignoring::kept(const std::string& key, const Value& desired, const Value& stored) const {
  const auto patterns = patterns_for(key);
  return patterns.empty() ? desired : Walk().run(desired, &stored, begin_of(patterns));
}

std::string Ignoring::digest(const std::string& key, const Value& pipeline) const {
  return pipeline::digest_of(stripped(key, pipeline));
}

bool Ignoring::is_as_marked(const std::string& key, const Value& pipeline, std::string_view digest,
                            const Value* desired) const {
  if (pipeline::digest_of(pipeline) == digest) return true;
  if (patterns_for(key).empty()) return false;
  if (this->digest(key, pipeline) == digest) return true;
  // Written before those parts were ignored, and nothing else was changed since.
  return desired != nullptr && pipeline::digest_of(kept(key, pipeline, *desired)) == digest;
}

}  // namespace sailmaker::sync
