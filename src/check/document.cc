#include "check/document.h"

#include <algorithm>
#include <utility>

#include "value/json.h"
#include "value/json_places.h"

namespace sailmaker::check {

namespace {

// A pipeline in one line, as Front50 stores it, would fill the screen.
constexpr std::size_t kLongestShownLine = 300;

bool may_be_json(std::string_view text, std::string_view name) {
  if (name.ends_with(".json")) return true;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

bool begins_document(std::string_view line) {
  return line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r');
}

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != '#' && !begins_document(line)) return false;
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return true;
}

// Where the documents of a YAML stream begin, and the end of the text.
std::vector<std::size_t> document_starts(std::string_view text) {
  std::vector<std::size_t> starts = {0};
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (at > 0 && begins_document(text.substr(at, end - at))) starts.push_back(at);
    at = end + 1;
  }
  starts.push_back(text.size());
  return starts;
}

Error moved(Error error, std::string_view before) {
  if (error.source) error.source->line += static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  return error;
}

}  // namespace

Documents read_documents(std::string_view text, std::string_view name) {
  Documents documents;
  if (may_be_json(text, name)) {
    auto root = parse_json(text, name);
    if (root) {
      documents.read.push_back({0, text.size(), true, std::move(*root), {}});
      return documents;
    }
    // YAML's flow style begins with the same characters.
    if (!name.ends_with(".yaml") && !name.ends_with(".yml")) {
      documents.errors.push_back(std::move(root).error());
      return documents;
    }
  }
  const std::vector<std::size_t> starts = document_starts(text);
  for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
    const std::string_view part = text.substr(starts[i], starts[i + 1] - starts[i]);
    if (is_blank(part)) continue;
    auto read = yaml::parse(part, name);
    if (read) {
      documents.read.push_back({starts[i], part.size(), false, std::move(read->root), std::move(read->surprises)});
    } else {
      documents.errors.push_back(moved(std::move(read).error(), text.substr(0, starts[i])));
    }
  }
  return documents;
}

void Locator::learn_places(const Document& document) {
  if (learnt_ == document.offset) return;
  learnt_ = document.offset;
  const std::string_view part = text_.substr(document.offset, document.length);
  root_ = document.root;
  places_ = Places();
  if (document.is_json) {
    places_ = json_places(part);
    return;
  }
  yaml::Options options;
  options.record = yaml::Record::places;
  auto read = yaml::parse(part, name_, options);
  if (read) places_ = std::move(read->places);
}

Span Locator::span(const Document& document, const Path& path, Places::Part part) {
  learn_places(document);
  Span span = places_.find(root_, path, part);
  span.offset += static_cast<std::uint32_t>(document.offset);
  return span;
}

Source Locator::locate(const Document& document, const Path& path, Places::Part part) {
  const Span at = span(document, path, part);
  return locate(at.offset, at.length);
}

std::size_t Locator::line_of(std::size_t offset) {
  if (lines_.empty()) {
    lines_.push_back(0);
    for (std::size_t at = text_.find('\n'); at != std::string_view::npos; at = text_.find('\n', at + 1)) {
      lines_.push_back(at + 1);
    }
  }
  return static_cast<std::size_t>(std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin()) - 1;
}

Source Locator::locate(std::size_t offset, std::size_t length) {
  const std::size_t line = line_of(std::min(offset, text_.size()));
  const std::size_t begin = lines_[line];
  const std::size_t end = line + 1 < lines_.size() ? lines_[line + 1] : text_.size();
  Source source = sailmaker::locate(text_.substr(begin, end - begin), offset - begin, length, name_);
  source.line += static_cast<int>(line);
  if (source.line_text.size() > kLongestShownLine) source.line_text.clear();
  return source;
}

}  // namespace sailmaker::check
