#include "pipeline/find_part.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "base/edit_distance.h"
#include "pipeline/identity.h"
#include "value/map.h"
#include "value/path_words.h"

namespace sailmaker::pipeline {

namespace {

bool is_name(const Value& item, std::string_view field, std::string_view wanted) {
  const Value* text = item.find(field);
  return text != nullptr && text->is_string() && text->as_string() == wanted;
}

class Search {
 public:
  explicit Search(const Value& pipeline) : value_(&pipeline) {}

  Result<Path> run(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool found = value_->is_list() ? step_into_list(words[i]) : step_into_map(words[i]);
      if (!found && (i > 0 || !step_into_stage(words[i]))) return missing(words[i]);
    }
    return std::move(path_);
  }

 private:
  bool step_into_map(const std::string& word) {
    const Value* member = value_->find(word);
    if (member == nullptr) return false;
    path_.emplace_back(word);
    value_ = member;
    return true;
  }

  bool step_into_list(const std::string& word) {
    const List& items = value_->as_list();
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), index);
    const bool is_number = error == std::errc() && end == word.data() + word.size();
    // Stages are often called "1", "2": a place that is there counts first, as paths are printed.
    if (!is_number || index >= items.size()) index = item_called(word);
    if (index >= items.size()) return false;
    path_.emplace_back(index);
    value_ = &items[index];
    return true;
  }

  std::size_t item_called(const std::string& word) const {
    const List& items = value_->as_list();
    const auto first = [&](auto matches) {
      return static_cast<std::size_t>(std::find_if(items.begin(), items.end(), matches) - items.begin());
    };
    const std::size_t same = first([&](const Value& item) { return identity_of(path_, item) == word; });
    return same < items.size() ? same : first([&](const Value& item) { return is_name(item, "name", word); });
  }

  bool step_into_stage(const std::string& word) { return step_into_map("stages") && step_into_list(word); }

  Error missing(const std::string& word) const {
    std::vector<std::string> known;
    if (value_->is_map()) {
      for (const Map::Entry& entry : value_->as_map()) {
        if (entry.key.is_string()) known.emplace_back(entry.key.as_string());
      }
    } else if (value_->is_list()) {
      for (const Value& item : value_->as_list()) known.push_back(identity_of(path_, item));
    }
    const std::string at = path_.empty() ? "the pipeline" : "'" + to_string(path_) + "'";
    const bool has_parts = value_->is_map() || value_->is_list();
    Error error(has_parts ? at + " has no '" + word + "'"
                          : at + " is " + std::string(to_string(value_->kind())) + " and has no parts");
    error.hint = did_you_mean(word, known);
    return error;
  }

  const Value* value_;
  Path path_;
};

}  // namespace

Result<Path> find_part(const Value& pipeline, std::string_view text) {
  if (!pipeline.is_map()) return Error("this is no pipeline");
  return Search(pipeline).run(path_words(text));
}

}  // namespace sailmaker::pipeline
