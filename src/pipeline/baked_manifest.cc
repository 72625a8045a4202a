#include "pipeline/baked_manifest.h"

#include <utility>

namespace sailmaker::pipeline {

namespace {

constexpr std::string_view kSource = "# Source: ";

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

bool says_nothing(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#';
}

// Collects the lines of one document after the other.
class Splitter {
 public:
  std::vector<BakedObject> split(std::string_view text) {
    while (!text.empty()) {
      const std::string_view line = take_line(text);
      if (line == "---") {
        finish();
      } else if (object_.text.empty() && object_.source.empty() && line.starts_with(kSource)) {
        object_.source = line.substr(kSource.size());
      } else if (is_something_ || !says_nothing(line)) {
        is_something_ = true;
        object_.text.append(line).append("\n");
      }
    }
    finish();
    return std::move(objects_);
  }

 private:
  void finish() {
    const bool is_test = object_.source.find("/templates/tests/") != std::string::npos;
    while (object_.text.ends_with("\n\n")) object_.text.pop_back();
    if (is_something_ && !is_test) objects_.push_back(std::move(object_));
    object_ = {};
    is_something_ = false;
  }

  std::vector<BakedObject> objects_;
  BakedObject object_;
  bool is_something_ = false;
};

}  // namespace

std::vector<BakedObject> baked_objects(std::string_view printed) { return Splitter().split(printed); }

}  // namespace sailmaker::pipeline
