#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/cron.h"

// A list of items a field; an item is *, ?, a number or a name, with a range and a step, or one of the signs for days.

namespace sailmaker::pipeline {

namespace {

enum Part : std::size_t { kSecond, kMinute, kHour, kDay, kMonth, kWeekday, kYear };

struct PartEntry {
  std::string_view name;
  int first;
  int last;
  int largest_step;
};

constexpr PartEntry kParts[] = {
    {"second", 0, 59, 59},
    {"minute", 0, 59, 59},
    {"hour", 0, 23, 23},
    {"day of the month", 1, 31, 31},
    {"month", 1, 12, 12},
    {"day of the week", 1, 7, 7},
    {"year", Cron::kFirstYear, Cron::kLastYear, Cron::kLastYear},
};

constexpr std::array<std::string_view, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                      "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdays = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

// Quartz looks at no step behind a range.
constexpr int kAnyStep = 1'000'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(by, begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

}  // namespace

class CronParser {
 public:
  Result<Cron> run(std::string_view expression) {
    for (const char c : expression) text_ += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    auto fields = split(text_, ' ');
    std::erase(fields, std::string_view());
    check_fields(expression, fields);
    for (std::size_t part = 0; part < fields.size() && problem_.empty(); ++part) read_field(part, fields[part]);
    if (problem_.empty() && fields.size() == 6) fill(kYear, Cron::kFirstYear, Cron::kLastYear, 1);
    if (!problem_.empty()) return Error(problem_);
    return cron_;
  }

 private:
  void check_fields(std::string_view expression, const std::vector<std::string_view>& fields) {
    if (expression.find('\t') != std::string_view::npos) {
      fail(fmt::format("'{}' holds a tab, where Echo wants blanks", expression));
    } else if (fields.size() == 5) {
      fail(fmt::format("'{}' has five fields, as crontab has it; Quartz begins with the second", expression));
    } else if (fields.size() != 6 && fields.size() != 7) {
      fail(fmt::format("'{}' has {} fields; Quartz wants six or seven", expression, fields.size()));
    } else {
      check_days(expression, fields);
    }
  }

  void check_days(std::string_view expression, const std::vector<std::string_view>& fields) {
    for (const std::size_t part : {kDay, kWeekday}) {
      part_ = part;
      field_ = fields[part];
      if (field_.size() > 1 && field_[0] == '?') wrong(fmt::format("'{}' means nothing there", field_.substr(1)));
    }
    const int asked = static_cast<int>(std::count(fields.begin(), fields.end(), "?"));
    const int days = (fields[kDay] == "?") + (fields[kWeekday] == "?");
    if (days == 0) fail(fmt::format("'{}' sets both the day of the month and the day of the week", expression));
    if (days == 2) fail(fmt::format("'{}' sets neither the day of the month nor the day of the week", expression));
    if (asked > days) fail(fmt::format("'{}' has a ? that stands for no day", expression));
    cron_.by_weekday_ = fields[kDay] == "?";
  }

  void read_field(std::size_t part, std::string_view field) {
    part_ = part;
    field_ = field;
    if (field == "?") return;
    std::string plain(field);
    if (part <= kHour && field.find('H') != std::string_view::npos) {
      cron_.hashed_ = true;
      std::replace(plain.begin(), plain.end(), 'H', '0');
    }
    const auto items = split(plain, ',');
    check_list(field, items.size());
    for (const std::string_view item : items) {
      item_ = item;
      at_ = 0;
      if (problem_.empty()) read_item();
      if (problem_.empty() && at_ < item_.size()) wrong(fmt::format("'{}' means nothing there", item_.substr(at_)));
    }
  }

  // Quartz has no lists of these.
  void check_list(std::string_view field, std::size_t items) {
    if (items < 2 || (part_ != kDay && part_ != kWeekday)) return;
    if (field.find('L') != std::string_view::npos) wrong("L cannot stand in a list");
    if (std::count(field.begin(), field.end(), '#') > 1) wrong("only one # can stand in a list");
  }

  void read_item() {
    if (item_.empty()) return wrong("is empty, or has a comma too many");
    const char c = item_[0];
    if (c == '*' || c == '/') return read_all();
    if (c == 'L' && part_ == kDay) return read_last_day();
    if (item_ == "L" && part_ == kWeekday) return at_ = 1, add(7);
    if (!is_digit(c) && !is_letter(c)) return wrong(fmt::format("'{}' means nothing there", item_));
    const auto first = read_value();
    if (first) read_rest(*first);
  }

  // * or */5 or /5
  void read_all() {
    if (item_[0] == '*') ++at_;
    const int step = read_step(kParts[part_].largest_step);
    if (problem_.empty()) fill(part_, kParts[part_].first, kParts[part_].last, std::max(1, step));
  }

  // L, L-3, LW, L-3W
  void read_last_day() {
    cron_.last_day_ = true;
    at_ = 1;
    if (peek() == '-') {
      ++at_;
      const auto before = read_number();
      if (!before) return;
      if (*before > 30) return wrong("no month has so many days before the last");
      cron_.before_last_ = *before;
    }
    if (peek() == 'W') cron_.nearest_ = true, ++at_;
  }

  void read_rest(int first) {
    switch (peek()) {
      case '-': return read_range(first);
      case '/': return fill_from(first);
      case 'W': return read_nearest(first);
      case 'L':
      case '#': return read_weekday_sign(first);
      default: return add(first);
    }
  }

  void read_range(int first) {
    const bool by_name = is_letter(item_[0]);
    ++at_;
    if (at_ < item_.size() && is_letter(item_[at_]) != by_name) {
      return wrong(fmt::format("'{}' mixes a name and a number", item_));
    }
    const auto last = read_value();
    if (!last) return;
    if (by_name) refuse_step();
    const int step = read_step(kAnyStep);
    if (!problem_.empty()) return;
    if (step == 0) return add(first);
    fill(part_, first, *last, step);
  }

  // 5/15: from the fifth to the end.
  void fill_from(int first) {
    if (is_letter(item_[0])) refuse_step();
    const int step = read_step(kParts[part_].largest_step);
    if (!problem_.empty()) return;
    if (step == 0) return add(first);
    fill(part_, first, kParts[part_].last, step);
  }

  void refuse_step() {
    if (peek() != '/') return;
    wrong(fmt::format("Quartz reads over '{}', because names stand before it; write numbers", item_.substr(at_)));
  }

  void read_nearest(int day) {
    if (part_ != kDay) return wrong("W is for days of the month");
    ++at_;
    cron_.nearest_ = true;
    add(day);
  }

  void read_weekday_sign(int day) {
    const char sign = item_[at_++];
    if (part_ != kWeekday) return wrong(fmt::format("{} is for days of the week", sign));
    if (sign == 'L') {
      cron_.last_weekday_ = true;
    } else {
      const auto number = read_number();
      if (!number) return;
      if (*number < 1 || *number > 5) return wrong("a month has one to five of a weekday");
      cron_.nth_ = *number;
    }
    add(day);
  }

  // 1 without a step. With a step of 0 Quartz takes only the first value.
  int read_step(int largest) {
    if (peek() != '/') return 1;
    ++at_;
    const auto step = read_number();
    if (step && *step > largest) wrong(fmt::format("a step of {} is more than {}", *step, largest));
    return step ? *step : 1;
  }

  std::optional<int> read_value() {
    if (at_ < item_.size() && is_letter(item_[at_])) return read_name();
    const auto number = read_number();
    if (!number) return std::nullopt;
    const PartEntry& part = kParts[part_];
    if (*number >= part.first && *number <= part.last) return number;
    wrong(fmt::format("{} is not {} to {}", *number, part.first, part.last));
    return std::nullopt;
  }

  std::optional<int> read_name() {
    const std::string_view name = item_.substr(at_, 3);
    const auto position = [&](const auto& names) {
      return std::find(names.begin(), names.end(), name) - names.begin();
    };
    at_ += name.size();
    if (part_ == kMonth && position(kMonths) < 12) return static_cast<int>(position(kMonths)) + 1;
    if (part_ == kWeekday && position(kWeekdays) < 7) return static_cast<int>(position(kWeekdays)) + 1;
    wrong(fmt::format("'{}' is no {}", item_, kParts[part_].name));
    return std::nullopt;
  }

  std::optional<int> read_number() {
    int number = 0;
    const auto [end, error] = std::from_chars(item_.data() + at_, item_.data() + item_.size(), number);
    if (error != std::errc() || number < 0 || !is_digit(item_[std::min(at_, item_.size() - 1)])) {
      wrong(fmt::format("'{}' misses a number", item_));
      return std::nullopt;
    }
    at_ = static_cast<std::size_t>(end - item_.data());
    return number;
  }

  char peek() const { return at_ < item_.size() ? item_[at_] : '\0'; }

  // A range may go around the end, but for years.
  void fill(std::size_t part, int first, int last, int step) {
    part_ = part;
    const int size = kParts[part].last - kParts[part].first + 1;
    if (last < first && part == kYear) return wrong("the first year is after the last");
    if (last < first) last += size;
    for (int value = first; value <= last; value += step) add(value > kParts[part].last ? value - size : value);
  }

  void add(int value) {
    const auto bit = static_cast<std::size_t>(value);
    switch (part_) {
      case kSecond: cron_.seconds_.set(bit); break;
      case kMinute: cron_.minutes_.set(bit); break;
      case kHour: cron_.hours_.set(bit); break;
      case kDay: cron_.days_.set(bit); break;
      case kMonth: cron_.months_.set(bit); break;
      case kWeekday: cron_.weekdays_.set(bit); break;
      default: cron_.years_.set(bit);
    }
  }

  void wrong(const std::string& why) { fail(fmt::format("the {} '{}' is wrong: {}", kParts[part_].name, field_, why)); }
  void fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }

  std::string text_;
  Cron cron_;
  std::size_t part_ = 0;
  std::string_view field_;  // what messages show
  std::string_view item_;
  std::size_t at_ = 0;  // in item_
  std::string problem_;
};

Result<Cron> Cron::parse(std::string_view expression) { return CronParser().run(expression); }

}  // namespace sailmaker::pipeline
