#include <re2/re2.h>

#include <array>
#include <list>
#include <memory>

#include "generate/trade_filters.h"

// Regular expressions by RE2, whose time is linear in the text whatever the pattern is. Names, arguments and results
// are those that Ansible and Python's re have.

namespace sailmaker::generate {

namespace {

using jinja::HostCall;
using re2::StringPiece;

// What templates may spend on one pattern, and how many compiled ones a thread keeps.
constexpr std::int64_t kPatternMemory = 4 << 20;
constexpr std::size_t kLongestPattern = 10'000;
constexpr std::size_t kMostKept = 16;

std::string_view view(const StringPiece& piece) { return {piece.data(), piece.size()}; }

struct Flags {
  bool ignore_case = false;
  bool multiline = false;
};

std::unique_ptr<re2::RE2> compile(const std::string& pattern, std::string_view written) {
  if (written.size() > kLongestPattern) {
    throw value_error("a regular expression of more than " + std::to_string(kLongestPattern) + " bytes");
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kPatternMemory);
  auto made = std::make_unique<re2::RE2>(pattern, options);
  if (made->ok()) return made;
  const bool python_only = made->error_code() == re2::RE2::ErrorBadPerlOp;
  throw value_error(
      "bad regular expression '" + std::string(written) + "': " + made->error(),
      python_only ? "look-around and back-references are not there: they cannot be found in linear time" : "");
}

// The compiled pattern; the ones used last are kept.
const re2::RE2& compiled(const HostCall& call, std::string_view written, Flags flags) {
  thread_local std::list<std::unique_ptr<re2::RE2>> kept;
  std::string pattern = flags.ignore_case && flags.multiline ? "(?im)"
                        : flags.ignore_case                  ? "(?i)"
                        : flags.multiline                    ? "(?m)"
                                                             : "";
  pattern += written;
  for (auto place = kept.begin(); place != kept.end(); ++place) {
    if ((*place)->pattern() != pattern) continue;
    kept.splice(kept.begin(), kept, place);
    return *kept.front();
  }
  kept.push_front(compile(pattern, written));
  call.charge(10 * (pattern.size() + static_cast<std::size_t>(kept.front()->ProgramSize())));
  if (kept.size() > kMostKept) kept.pop_back();
  return *kept.front();
}

/// Goes through the matches in a text, from left to right, without overlaps.
class Matches {
 public:
  Matches(const HostCall& call, const re2::RE2& pattern, std::string_view text)
      : call_(call),
        pattern_(pattern),
        text_(text),
        groups_(static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) + 1) {}

  bool next(re2::RE2::Anchor anchor = re2::RE2::UNANCHORED) {
    if (at_ > text_.size()) return false;
    const std::size_t left = text_.size() - at_;
    call_.charge(4 + left * static_cast<std::size_t>(pattern_.ProgramSize()) / 64);
    const StringPiece piece(text_.data(), text_.size());
    const int groups = static_cast<int>(groups_.size());
    if (!pattern_.Match(piece, at_, text_.size(), anchor, groups_.data(), groups)) return false;
    end_ = begin() + groups_[0].size();
    at_ = groups_[0].empty() ? next_character(end_) : end_;
    return true;
  }

  std::size_t begin() const { return static_cast<std::size_t>(groups_[0].data() - text_.data()); }
  std::size_t end() const { return end_; }
  std::size_t group_count() const { return groups_.size() - 1; }
  bool has(std::size_t i) const { return groups_[i].data() != nullptr; }
  std::string_view group(std::size_t i) const { return has(i) ? view(groups_[i]) : std::string_view(); }

 private:
  std::size_t next_character(std::size_t at) const {
    ++at;
    while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80) ++at;
    return at;
  }

  const HostCall& call_;
  const re2::RE2& pattern_;
  const std::string_view text_;
  std::vector<StringPiece> groups_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
};

Flags flags_of(const HostCall& call, std::size_t first, std::string_view filter) {
  return {flag_argument(call, first, filter), flag_argument(call, first + 1, filter)};
}

const re2::RE2& pattern_of(const HostCall& call, std::size_t flags, std::string_view filter) {
  return compiled(call, text_argument(call, 1, filter), flags_of(call, flags, filter));
}

Value regex_match(const HostCall& call) {
  const std::string_view text = text_argument(call, 0, "regex_match");
  return Matches(call, pattern_of(call, 2, "regex_match"), text).next(re2::RE2::ANCHOR_START);
}

// What one match gives: the text, or where there are groups, theirs.
Value found_text(const Matches& matches) {
  if (matches.group_count() == 0) return Value(matches.group(0));
  if (matches.group_count() == 1) return Value(matches.group(1));
  List groups;
  for (std::size_t i = 1; i <= matches.group_count(); ++i) groups.emplace_back(matches.group(i));
  return Value(std::move(groups));
}

Value regex_search(const HostCall& call) {
  const std::string_view text = text_argument(call, 0, "regex_search");
  Matches matches(call, pattern_of(call, 2, "regex_search"), text);
  return matches.next() ? Value(matches.group(0)) : Value();
}

Value regex_findall(const HostCall& call) {
  const std::string_view text = text_argument(call, 0, "regex_findall");
  Matches matches(call, pattern_of(call, 2, "regex_findall"), text);
  List found;
  while (matches.next()) found.push_back(found_text(matches));
  return Value(std::move(found));
}

Value regex_split(const HostCall& call) {
  const std::string_view text = text_argument(call, 0, "regex_split");
  const std::int64_t most = integer_argument(call, 2, "regex_split", 0, 1'000'000'000);
  Matches matches(call, pattern_of(call, 3, "regex_split"), text);
  List parts;
  std::size_t from = 0;
  for (std::int64_t i = 0; (most == 0 || i < most) && matches.next(); ++i) {
    parts.emplace_back(text.substr(from, matches.begin() - from));
    for (std::size_t k = 1; k <= matches.group_count(); ++k) {
      parts.push_back(matches.has(k) ? Value(matches.group(k)) : Value());
    }
    from = matches.end();
  }
  parts.emplace_back(text.substr(from));
  return Value(std::move(parts));
}

/// A text that grows, and ends the render when it grows too long.
class Output {
 public:
  explicit Output(const HostCall& call) : call_(call) {}

  void append(std::string_view text) {
    text_ += text;
    if (text_.size() < next_check_) return;
    call_.charge_text(text_.size());
    next_check_ = 2 * text_.size();
  }
  std::string take() {
    call_.charge_text(text_.size());
    return std::move(text_);
  }

 private:
  const HostCall& call_;
  std::string text_;
  std::size_t next_check_ = 1 << 20;
};

/// The text that replaces a match: \1 and \g<1> or \g<name> are groups, \\ is a backslash.
class Replacement {
 public:
  Replacement(std::string_view text, const re2::RE2& pattern) : pattern_(pattern) {
    while (!text.empty()) {
      const std::size_t plain = std::min(text.find('\\'), text.size());
      literal().append(text.substr(0, plain));
      text.remove_prefix(plain);
      if (!text.empty()) text.remove_prefix(escape(text));
    }
  }

  void append(const Matches& matches, Output& out) const {
    for (const Part& part : parts_) {
      out.append(part.group < 0 ? part.text : matches.group(static_cast<std::size_t>(part.group)));
    }
  }

 private:
  struct Part {
    std::string text;
    int group = -1;
  };

  std::string& literal() {
    if (parts_.empty() || parts_.back().group >= 0) parts_.emplace_back();
    return parts_.back().text;
  }

  // Takes the escape that begins the text; gives its length.
  std::size_t escape(std::string_view text) {
    const char c = text.size() > 1 ? text[1] : '\0';
    if (c >= '0' && c <= '9') {
      const bool two = text.size() > 2 && text[2] >= '0' && text[2] <= '9';
      add_group(text.substr(1, two ? 2 : 1));
      return two ? 3 : 2;
    }
    if (c == 'g' && text.size() > 2 && text[2] == '<' && text.find('>') != std::string_view::npos) {
      add_group(text.substr(3, text.find('>') - 3));
      return text.find('>') + 1;
    }
    if (c != '\\' && c != 'n' && c != 't') {
      throw value_error("bad escape '" + std::string(text.substr(0, 2)) + "' in the replacement for regex_replace()",
                        R"(groups are \1 or \g<name>; a backslash is \\)");
    }
    literal() += c == 'n' ? '\n' : c == 't' ? '\t' : '\\';
    return 2;
  }

  void add_group(std::string_view name) {
    const auto& names = pattern_.NamedCapturingGroups();
    const auto named = names.find(std::string(name));
    int number = named == names.end() ? -1 : named->second;
    if (!name.empty() && name.size() < 4 && name.find_first_not_of("0123456789") == std::string_view::npos) {
      number = std::stoi(std::string(name));
    }
    if (number < 0 || number > pattern_.NumberOfCapturingGroups()) {
      throw value_error("the regular expression has no group '" + std::string(name) + "'");
    }
    parts_.push_back({"", number});
  }

  const re2::RE2& pattern_;
  std::vector<Part> parts_;
};

Value regex_replace(const HostCall& call) {
  const std::string_view text = text_argument(call, 0, "regex_replace");
  const re2::RE2& pattern = pattern_of(call, 3, "regex_replace");
  const Replacement replacement(text_argument(call, 2, "regex_replace"), pattern);
  const std::int64_t most = integer_argument(call, 5, "regex_replace", 0, 1'000'000'000);
  Matches matches(call, pattern, text);
  Output out(call);
  std::size_t from = 0;
  for (std::int64_t i = 0; (most == 0 || i < most) && matches.next(); ++i) {
    out.append(text.substr(from, matches.begin() - from));
    replacement.append(matches, out);
    from = matches.end();
  }
  out.append(text.substr(from));
  return Value(out.take());
}

Value regex_escape(const HostCall& call) {
  const std::string_view text = text_argument(call, 0, "regex_escape");
  call.charge_text(text.size() * 2);
  return Value(re2::RE2::QuoteMeta(StringPiece(text.data(), text.size())));
}

}  // namespace

std::vector<jinja::HostFunction> regex_filters() {
  const jinja::HostParameter pattern{"pattern"};
  const jinja::HostParameter ignore_case{"ignorecase", false};
  const jinja::HostParameter multiline{"multiline", false};
  return {
      {"regex_match", {pattern, ignore_case, multiline}, regex_match},
      {"regex_search", {pattern, ignore_case, multiline}, regex_search},
      {"regex_findall", {pattern, ignore_case, multiline}, regex_findall},
      {"regex_split", {pattern, {"maxsplit", 0}, ignore_case, multiline}, regex_split},
      {"regex_replace", {pattern, {"replacement"}, ignore_case, multiline, {"count", 0}}, regex_replace},
      {"regex_escape", {}, regex_escape},
  };
}

}  // namespace sailmaker::generate
