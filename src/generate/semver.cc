#include "generate/semver.h"

#include <algorithm>
#include <charconv>

namespace sailmaker::generate {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_label_char(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; }
bool is_wildcard(std::string_view text) { return text == "x" || text == "X" || text == "*"; }

bool is_number(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

// A number of at most 18 digits without leading zeros.
std::optional<std::uint64_t> read_number(std::string_view text) {
  std::uint64_t number = 0;
  if (!is_number(text) || text.size() > 18 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool are_labels(const std::vector<std::string>& labels) {
  return std::all_of(labels.begin(), labels.end(), [](const std::string& label) {
    return !label.empty() && std::all_of(label.begin(), label.end(), is_label_char);
  });
}

// With wildcards a part may be x, and all after it: `given` counts the parts before it.
std::optional<Semver> read(std::string_view text, bool wildcards) {
  Semver made;
  if (text.starts_with('v') || text.starts_with('V')) text.remove_prefix(1);
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
    if (!are_labels(split(text.substr(plus + 1), '.'))) return std::nullopt;
    text = text.substr(0, plus);
  }
  if (const std::size_t minus = text.find('-'); minus != std::string_view::npos) {
    made.labels = split(text.substr(minus + 1), '.');
    if (!are_labels(made.labels)) return std::nullopt;
    text = text.substr(0, minus);
  }
  const std::vector<std::string> words = split(text, '.');
  if (words.size() > 3) return std::nullopt;
  made.given = 0;
  bool wild = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    wild = wild || (wildcards && is_wildcard(words[i]));
    if (wild && is_wildcard(words[i])) continue;
    const auto number = read_number(words[i]);
    if (!number || wild) return std::nullopt;
    made.parts[i] = *number;
    ++made.given;
  }
  return made;
}

int compare_labels(const std::string& a, const std::string& b) {
  const bool numbers = is_number(a) && is_number(b);
  if (numbers && a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  if (is_number(a) != is_number(b)) return is_number(a) ? -1 : 1;
  return a == b ? 0 : a < b ? -1 : 1;
}

}  // namespace

std::optional<Semver> parse_semver(std::string_view text) { return read(text, false); }

int compare(const Semver& a, const Semver& b) {
  if (a.parts != b.parts) return a.parts < b.parts ? -1 : 1;
  if (a.labels.empty() || b.labels.empty())
    return static_cast<int>(a.labels.empty()) - static_cast<int>(b.labels.empty());
  for (std::size_t i = 0; i < std::min(a.labels.size(), b.labels.size()); ++i) {
    if (const int order = compare_labels(a.labels[i], b.labels[i]); order != 0) return order;
  }
  return a.labels.size() == b.labels.size() ? 0 : a.labels.size() < b.labels.size() ? -1 : 1;
}

namespace {

// The first version that is not any more `bound`, where the part number `last` counts: 1.2.3 bumped at 1 is 1.3.0.
Semver bumped(const Semver& bound, int last) {
  Semver made;
  for (int i = 0; i <= last; ++i) made.parts[static_cast<std::size_t>(i)] = bound.parts[static_cast<std::size_t>(i)];
  ++made.parts[static_cast<std::size_t>(last)];
  return made;
}

// ^ keeps everything up to the first part that is not 0.
int caret_part(const Semver& bound) {
  for (int i = 0; i < bound.given; ++i) {
    if (bound.parts[static_cast<std::size_t>(i)] != 0) return i;
  }
  return bound.given - 1;
}

bool in_range(const Semver& version, const Semver& bound, int last) {
  return compare(version, bound) >= 0 && compare(version, bumped(bound, last)) < 0;
}

bool holds(const Semver& version, std::string_view op, const Semver& bound) {
  if (!version.labels.empty() && bound.labels.empty()) return false;
  if (bound.given == 0) return op != "!=" && op != "<" && op != ">";
  const bool whole = bound.given == 3;
  const int last = bound.given - 1;
  if (op == "!=") return whole ? compare(version, bound) != 0 : !in_range(version, bound, last);
  if (op == ">") return whole ? compare(version, bound) > 0 : compare(version, bumped(bound, last)) >= 0;
  if (op == ">=") return compare(version, bound) >= 0;
  if (op == "<") return compare(version, bound) < 0;
  if (op == "<=") return whole ? compare(version, bound) <= 0 : compare(version, bumped(bound, last)) < 0;
  if (op == "~" || op == "~>") return in_range(version, bound, std::min(last, 1));
  if (op == "^") return in_range(version, bound, caret_part(bound));
  return whole ? compare(version, bound) == 0 : in_range(version, bound, last);
}

Error no_constraint(std::string_view part) {
  return Error("'" + std::string(part) + "' is no version constraint")
      .with_hint("a constraint is written as >=1.2.3, <2, ~1.2, ^1, 1.2.x or 1.2 - 1.4");
}

// Takes the words of one part between commas: operators stand before their version, perhaps with a blank.
Result<bool> satisfies_all(const Semver& version, std::string_view part) {
  std::vector<std::string> words = split(part, ' ');
  std::erase(words, "");
  if (words.empty()) return no_constraint(part);
  bool all = true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    const std::string_view op = word.substr(0, std::min(word.find_first_not_of("=<>!~^"), word.size()));
    static constexpr std::string_view kOps[] = {"", "=", "==", "!=", ">", ">=", "=>", "<", "<=", "=<", "~", "~>", "^"};
    if (std::find(std::begin(kOps), std::end(kOps), op) == std::end(kOps)) return no_constraint(word);
    const bool apart = word.size() == op.size() && i + 1 < words.size();
    const auto bound = read(apart ? std::string_view(words[++i]) : word.substr(op.size()), true);
    if (!bound) return no_constraint(words[i]);
    const std::string_view order = op == "=>" ? ">=" : op == "=<" ? "<=" : op;
    if (op.empty() && i + 2 < words.size() && words[i + 1] == "-") {
      const auto upper = read(words[i + 2], true);
      if (!upper) return no_constraint(words[i + 2]);
      all = all && holds(version, ">=", *bound) && holds(version, "<=", *upper);
      i += 2;
    } else {
      all = all && holds(version, order, *bound);
    }
  }
  return all;
}

}  // namespace

Result<bool> satisfies(const Semver& version, std::string_view constraint) {
  bool any = false;
  std::size_t begin = 0;
  while (begin <= constraint.size()) {
    const std::size_t end = std::min(constraint.find("||", begin), constraint.size());
    bool all = true;
    for (const std::string& part : split(constraint.substr(begin, end - begin), ',')) {
      auto one = satisfies_all(version, part);
      if (!one) return one;
      all = all && *one;
    }
    any = any || all;
    begin = end + 2;
  }
  return any;
}

}  // namespace sailmaker::generate
