#include "infer/align.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "pipeline/identity.h"

namespace sailmaker::infer {

namespace {

constexpr char kAllMarks[] = {kAppMark, kStackMark, kProductMark, kNamespaceMark, '\0'};

std::string text_of(const Value& item, std::string_view field) {
  const Value* text = item.find(field);
  return text != nullptr && text->is_string() ? std::string(text->as_string()) : std::string();
}

// Ways to call an item, the best first: refIds are often numbers that shift with each stage.
std::string called(int form, const Sample& sample, const Path& way, const Value& item) {
  switch (form) {
    case 0: return pattern_of(sample, text_of(item, "name"), kAllMarks);
    case 1: return pattern_of(sample, pipeline::identity_of(way, item), kAllMarks);
    default: return text_of(item, "type");
  }
}

// The labels of one list's items; empty where they are not its items' alone.
std::vector<std::string> labels_of(int form, const Sample& sample, const Path& way, const List& items) {
  std::vector<std::string> labels;
  std::set<std::string> known;
  for (const Value& item : items) {
    labels.push_back(called(form, sample, way, item));
    if (labels.back().empty() || !known.insert(labels.back()).second) return {};
  }
  return labels;
}

// Adds the labels that are new behind the one that stands before them.
void merge(const std::vector<std::string>& labels, std::vector<std::string>& order) {
  auto at = order.begin();
  for (const std::string& label : labels) {
    const auto there = std::find(order.begin(), order.end(), label);
    at = there != order.end() ? there + 1 : order.insert(at, label) + 1;
  }
}

bool is_in_order(const std::vector<std::string>& labels, const std::vector<std::string>& order) {
  auto at = order.begin();
  for (const std::string& label : labels) {
    at = std::find(at, order.end(), label);
    if (at == order.end()) return false;
    ++at;
  }
  return true;
}

}  // namespace

std::optional<std::vector<Column>> align(const std::vector<const Sample*>& samples,
                                         const std::vector<const Value*>& lists, const Path& way) {
  for (const Value* list : lists) {
    if (list == nullptr) continue;
    const List& items = list->as_list();
    if (!std::all_of(items.begin(), items.end(), [](const Value& item) { return item.is_map(); })) return {};
  }
  std::optional<std::vector<Column>> best;
  for (int form = 0; form < 3; ++form) {
    std::vector<std::vector<std::string>> labels(lists.size());
    std::vector<std::string> order;
    bool good = true;
    for (std::size_t i = 0; i < lists.size() && good; ++i) {
      if (lists[i] == nullptr) continue;
      labels[i] = labels_of(form, *samples[i], way, lists[i]->as_list());
      good = labels[i].size() == lists[i]->as_list().size();
      merge(labels[i], order);
    }
    for (const auto& each : labels) good = good && is_in_order(each, order);
    if (!good || (best && best->size() <= order.size())) continue;
    best.emplace();
    for (const std::string& label : order) {
      Column& column = best->emplace_back(Column{label, std::vector<const Value*>(lists.size())});
      for (std::size_t i = 0; i < lists.size(); ++i) {
        const auto there = std::find(labels[i].begin(), labels[i].end(), label);
        if (there != labels[i].end()) {
          column.items[i] = &lists[i]->as_list()[static_cast<std::size_t>(there - labels[i].begin())];
        }
      }
    }
  }
  return best;
}

}  // namespace sailmaker::infer
