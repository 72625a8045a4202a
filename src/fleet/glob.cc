#include "fleet/glob.h"

#include <algorithm>

#include "base/unicode.h"

// A glob becomes a little program for a machine that is in many places at once (Thompson's construction): each
// character of the name moves all places on together, so no pattern makes it go back.
namespace sailmaker::fleet {

namespace {

constexpr int kDeepestBraces = 16;
constexpr std::size_t kLongestGlob = 4096;

}  // namespace

class GlobCompiler {
 public:
  GlobCompiler(std::string_view whole, std::size_t begin, std::size_t end, std::string_view file)
      : whole_(whole), file_(file), at_(begin), end_(end) {}

  Result<Glob> compile() {
    if (end_ - at_ > kLongestGlob) return mistake(at_, "a pattern of more than 4096 bytes", "no name is that long");
    const std::string_view text = whole_.substr(at_, end_ - at_);
    if (text.find_first_of("*?[]{}") == text.npos) {
      glob_.literal_ = std::string(text);
      return std::move(glob_);
    }
    if (text == "*") {
      glob_.kind_ = Glob::Kind::all;
      return std::move(glob_);
    }
    glob_.kind_ = Glob::Kind::program;
    if (auto done = sequence(0); !done) return std::move(done).error();
    emit(Glob::Op::match);
    return std::move(glob_);
  }

 private:
  using Op = Glob::Op;

  // sequence := (character | '*' | '?' | set | braces)*, inside braces up to ',' or '}'
  Result<void> sequence(int depth) {
    while (at_ < end_) {
      const char c = whole_[at_];
      if (depth > 0 && (c == ',' || c == '}')) return {};
      Result<void> done;
      switch (c) {
        case '*': star(); break;
        case '?': ++at_, emit(Op::any); break;
        case '[': done = set(); break;
        case '{': done = braces(depth + 1); break;
        case '}': return mistake(at_, "a '}' without a '{' before it", "braces hold several patterns: {dev,qa}");
        case ']': return mistake(at_, "a ']' without a '[' before it", "a set of characters is written [abc] or [a-c]");
        default: emit(Op::character, next_code_point(whole_, at_));
      }
      if (!done) return done;
    }
    return {};
  }

  void star() {
    const std::uint32_t loop = place();
    emit(Op::split, loop + 1, loop + 3);
    emit(Op::any);
    emit(Op::jump, loop);
    ++at_;
  }

  // braces := '{' sequence (',' sequence)* '}'
  Result<void> braces(int depth) {
    const std::size_t open = at_;
    if (depth > kDeepestBraces) return mistake(open, "braces are nested too deep", "16 levels are the most");
    std::vector<std::uint32_t> ends;  // jumps that go to what follows the closing brace
    for (bool last = false; !last;) {
      ++at_;
      const std::uint32_t split = place();
      emit(Op::split, split + 1);
      if (auto done = sequence(depth); !done) return done;
      if (at_ == end_) return mistake(open, "this '{' is never closed", "braces hold several patterns: {dev,qa}");
      last = whole_[at_] == '}';
      ends.push_back(place());
      emit(Op::jump);
      // The last choice has no other: both ways of its split lead into it.
      glob_.steps_[split].b = last ? split + 1 : place();
    }
    ++at_;
    for (const std::uint32_t jump : ends) glob_.steps_[jump].a = place();
    return {};
  }

  // set := '[' ['!' | '^'] range+ ']', range := character ['-' character]; a ']' that comes first stands for itself
  Result<void> set() {
    const std::size_t open = at_++;
    Glob::Set set;
    if (at_ < end_ && (whole_[at_] == '!' || whole_[at_] == '^')) set.negated = true, ++at_;
    while (at_ < end_ && (whole_[at_] != ']' || set.ranges.empty())) {
      const std::size_t begin = at_;
      Glob::Range range{};
      range.first = range.last = next_code_point(whole_, at_);
      if (at_ + 1 < end_ && whole_[at_] == '-' && whole_[at_ + 1] != ']') {
        ++at_;
        range.last = next_code_point(whole_, at_);
      }
      if (range.last < range.first) {
        return mistake(begin, "the range '" + std::string(whole_.substr(begin, at_ - begin)) + "' is empty",
                       "write the lower character first", at_ - begin);
      }
      set.ranges.push_back(range);
    }
    if (at_ >= end_) return mistake(open, "this '[' is never closed", "a set of characters is written [abc] or [a-c]");
    ++at_;
    emit(Op::set, static_cast<std::uint32_t>(glob_.sets_.size()));
    glob_.sets_.push_back(std::move(set));
    return {};
  }

  std::uint32_t place() const { return static_cast<std::uint32_t>(glob_.steps_.size()); }
  void emit(Op op, std::uint32_t a = 0, std::uint32_t b = 0) { glob_.steps_.push_back({op, a, b}); }

  Error mistake(std::size_t offset, std::string message, std::string hint, std::size_t length = 1) const {
    return Error(std::move(message), locate(whole_, offset, length, file_)).with_hint(std::move(hint));
  }

  std::string_view whole_;
  std::string_view file_;
  std::size_t at_;
  std::size_t end_;
  Glob glob_;
};

// The places a program is at: all that can be reached without reading a character are followed at once.
class Glob::Run {
 public:
  explicit Run(const std::vector<Step>& steps) : steps_(&steps), seen_(steps.size(), 0) {
    places_.reserve(steps.size());
  }

  void clear() {
    places_.clear();
    ++round_;
  }

  void enter(std::uint32_t place) {
    pending_.push_back(place);
    while (!pending_.empty()) {
      const std::uint32_t next = pending_.back();
      pending_.pop_back();
      if (seen_[next] == round_) continue;
      seen_[next] = round_;
      const Step& step = (*steps_)[next];
      if (step.op == Op::jump || step.op == Op::split) pending_.push_back(step.a);
      if (step.op == Op::split) pending_.push_back(step.b);
      if (step.op != Op::jump && step.op != Op::split) places_.push_back(next);
    }
  }

  const std::vector<std::uint32_t>& places() const { return places_; }

 private:
  const std::vector<Step>* steps_;
  std::vector<std::uint32_t> seen_;  // the round in which a place was entered last
  std::vector<std::uint32_t> places_;
  std::vector<std::uint32_t> pending_;
  std::uint32_t round_ = 1;
};

bool Glob::Set::holds(std::uint32_t code_point) const {
  const auto inside = [&](const Range& range) { return range.first <= code_point && code_point <= range.last; };
  return std::any_of(ranges.begin(), ranges.end(), inside) != negated;
}

bool Glob::accepts(const Step& step, std::uint32_t code_point) const {
  switch (step.op) {
    case Op::character: return step.a == code_point;
    case Op::any: return true;
    case Op::set: return sets_[step.a].holds(code_point);
    default: return false;
  }
}

Result<Glob> Glob::compile(std::string_view whole, std::size_t begin, std::size_t end, std::string_view file) {
  return GlobCompiler(whole, begin, end, file).compile();
}

bool Glob::matches(std::string_view name) const {
  if (kind_ == Kind::all) return true;
  if (kind_ == Kind::literal) return name == literal_;
  Run now(steps_);
  Run next(steps_);
  now.enter(0);
  for (std::size_t at = 0; at < name.size();) {
    const std::uint32_t code_point = next_code_point(name, at);
    next.clear();
    for (const std::uint32_t place : now.places()) {
      if (accepts(steps_[place], code_point)) next.enter(place + 1);
    }
    if (next.places().empty()) return false;
    std::swap(now, next);
  }
  const auto is_end = [&](std::uint32_t place) { return steps_[place].op == Op::match; };
  return std::any_of(now.places().begin(), now.places().end(), is_end);
}

}  // namespace sailmaker::fleet
