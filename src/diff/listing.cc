#include <string>

#include "diff/print.h"
#include "value/map.h"
#include "yaml/emitter.h"

namespace sailmaker::diff {

namespace {

std::string_view word(Action action) {
  switch (action) {
    case Action::add: return "add";
    case Action::remove: return "remove";
    case Action::change: return "change";
    case Action::move: return "move";
  }
  return {};
}

bool has_before(const Change& change) { return change.action == Action::remove || change.action == Action::change; }
bool has_after(const Change& change) { return change.action == Action::add || change.action == Action::change; }

}  // namespace

Value to_value(const std::vector<Change>& changes) {
  List list;
  list.reserve(changes.size());
  for (const Change& change : changes) {
    Map entry;
    entry.set("action", word(change.action));
    entry.set("path", to_string(change.path));
    if (change.old_path != change.path) entry.set("old_path", to_string(change.old_path));
    entry.set("label", change.label);
    if (has_before(change)) entry.set("before", change.before);
    if (has_after(change)) entry.set("after", change.after);
    list.push_back(std::move(entry));
  }
  return list;
}

std::string to_paths(const std::vector<Change>& changes) {
  List list;
  list.reserve(changes.size());
  for (const Change& change : changes) {
    Map entry;
    entry.set(word(change.action), change.label);
    if (has_before(change)) entry.set("old", change.before);
    if (has_after(change)) entry.set("new", change.after);
    if (change.action == Action::move) {
      entry.set("from", to_string(change.old_path));
      entry.set("to", to_string(change.path));
    }
    list.push_back(std::move(entry));
  }
  return list.empty() ? std::string() : yaml::write(list);
}

}  // namespace sailmaker::diff
