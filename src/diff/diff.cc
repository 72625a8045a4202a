#include "diff/diff.h"

#include <utility>

#include "diff/tree.h"

namespace sailmaker::diff {

namespace {

// Walks the tree and makes each difference a Change; keeps the way to it in three forms.
class Flattener {
 public:
  std::vector<Change> run(const Node& root) {
    visit(root);
    return std::move(changes_);
  }

 private:
  void visit(const Node& node) {
    if (node.moved) add(Action::move, nullptr, nullptr);
    switch (node.kind) {
      case Node::Kind::same: return;
      case Node::Kind::added: return add(Action::add, nullptr, node.after);
      case Node::Kind::removed: return add(Action::remove, node.before, nullptr);
      case Node::Kind::changed: return add(Action::change, node.before, node.after);
      case Node::Kind::map:
      case Node::Kind::list: break;
    }
    for (const Node& child : node.children) {
      const std::size_t label_size = label_.size();
      step_into(child);
      visit(child);
      label_.resize(label_size);
      path_.pop_back();
      old_path_.pop_back();
    }
  }

  void step_into(const Node& child) {
    if (child.key != nullptr) {
      path_.emplace_back(key_text(*child.key));
      old_path_.push_back(path_.back());
      append_key();
      return;
    }
    path_.emplace_back(child.new_index);
    old_path_.emplace_back(child.old_index);
    label_ += '[';
    const std::size_t index = child.kind == Node::Kind::removed ? child.old_index : child.new_index;
    label_ += child.name.empty() ? std::to_string(index) : child.name;
    label_ += ']';
  }

  void append_key() {
    const std::string step = to_string(Path{path_.back()});
    if (!label_.empty() && step.front() != '[') label_ += '.';
    label_ += step;
  }

  void add(Action action, const Value* before, const Value* after) {
    Change& change = changes_.emplace_back();
    change.action = action;
    change.path = action == Action::remove ? old_path_ : path_;
    change.old_path = action == Action::add ? path_ : old_path_;
    change.label = label_;
    if (before != nullptr) change.before = *before;
    if (after != nullptr) change.after = *after;
  }

  Path path_;
  Path old_path_;
  std::string label_;
  std::vector<Change> changes_;
};

}  // namespace

Comparison::Comparison(const Value& before, const Value& after, const Identity& identity)
    : identity_(identity), root_(std::make_unique<const Node>(compare_trees(before, after, identity))) {}

Comparison::~Comparison() = default;

std::vector<Change> Comparison::changes() const {
  if (root_->kind == Node::Kind::same) return {};
  return Flattener().run(*root_);
}

std::vector<Change> compare(const Value& before, const Value& after, const Identity& identity) {
  return Comparison(before, after, identity).changes();
}

}  // namespace sailmaker::diff
