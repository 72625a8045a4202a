#include "pipeline/put_part.h"

#include <string>
#include <utility>
#include <vector>

#include "base/edit_distance.h"
#include "pipeline/identity.h"
#include "pipeline/item_name.h"
#include "value/map.h"
#include "value/path_words.h"

namespace sailmaker::pipeline {

namespace {

class Putting {
 public:
  Putting(const std::vector<std::string>& words, const Value& wanted) : words_(words), wanted_(wanted) {}

  // Steps into the part at words_[i] and changes what the last word means, in copies of what others hold, too.
  Result<Put> run(Value& value, std::size_t i) {
    if (value.is_map()) return step_into_map(value, i);
    if (value.is_list()) return step_into_list(value, i);
    return Error(here() + " is " + std::string(to_string(value.kind())) + " and has no parts");
  }

 private:
  std::string here() const { return way_.empty() ? "the pipeline" : "'" + to_string(way_) + "'"; }
  bool is_last(std::size_t i) const { return i + 1 == words_.size(); }

  Result<Put> step_into_map(Value& value, std::size_t i) {
    const std::string& word = words_[i];
    const bool is_there = value.find(word) != nullptr;
    if (!is_there && !is_last(i)) return missing(value, word);
    way_.emplace_back(word);
    if (!is_last(i)) return run(*value.mutable_map().find(word), i + 1);
    Put put;
    if (is_there) put.before = *value.find(word);
    if (!wanted_.is_null())
      value.mutable_map().set(word, wanted_);
    else if (is_there)
      value.mutable_map().erase(word);
    put.path = std::move(way_);
    return put;
  }

  Result<Put> step_into_list(Value& value, std::size_t i) {
    const std::string& word = words_[i];
    const auto index = item_called(way_, value.as_list(), word);
    if (!index) {
      Error error(here() + ": " + index.error().message);
      return std::move(error).with_hint(
          "give them names of their own in the template, or override the list as a whole");
    }
    const bool is_there = *index < value.as_list().size();
    if (!is_there && !is_last(i)) return missing(value, word);
    if (is_there && !is_last(i)) {
      way_.emplace_back(*index);
      return run(value.mutable_list()[*index], i + 1);
    }
    return put_item(value, *index, word);
  }

  Result<Put> put_item(Value& value, std::size_t index, const std::string& word) {
    Put put;
    const bool is_there = index < value.as_list().size();
    if (!is_there && !wanted_.is_null() && !may_be_added(value.as_list(), word)) return missing(value, word);
    if (is_there) put.before = value.as_list()[index];
    List& items = value.mutable_list();
    if (wanted_.is_null()) {
      put.removed_item = is_there;
      if (is_there) items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    } else if (is_there) {
      items[index] = wanted_;
    } else {
      items.push_back(wanted_);
    }
    way_.emplace_back(index);
    put.path = std::move(way_);
    return put;
  }

  // A new item stands at the end, under its name or under the number that it gets there.
  bool may_be_added(const List& items, const std::string& word) const {
    if (word == std::to_string(items.size())) return true;
    const Value* name = wanted_.find("name");
    return identity_of(way_, wanted_) == word || (name != nullptr && name->is_string() && name->as_string() == word);
  }

  Error missing(const Value& value, const std::string& word) const {
    std::vector<std::string> known;
    if (value.is_map()) {
      for (const Map::Entry& entry : value.as_map()) {
        if (entry.key.is_string()) known.emplace_back(entry.key.as_string());
      }
    } else {
      for (const Value& item : value.as_list()) known.push_back(identity_of(way_, item));
    }
    Error error(here() + " has no '" + word + "'");
    error.hint = did_you_mean(word, known);
    return error;
  }

  const std::vector<std::string>& words_;
  const Value& wanted_;
  Path way_;
};

}  // namespace

Result<Put> put_part(Value& pipeline, std::string_view path, const Value& value) {
  const auto words = strict_path_words(path);
  if (!words) return words.error();
  Value changed = pipeline;
  auto put = Putting(*words, value).run(changed, 0);
  if (put) pipeline = std::move(changed);
  return put;
}

}  // namespace sailmaker::pipeline
