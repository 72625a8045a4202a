#include <algorithm>
#include <chrono>

#include "pipeline/cron.h"

// The next time: year by year, month by month, day by day, until a day fits; then its first time. A day is a few bit
// tests, so that even the 29th of a February on a Sunday is found at once.

namespace sailmaker::pipeline {

namespace {

namespace chrono = std::chrono;

chrono::year_month_day date_of(int year, int month, int day) {
  return {chrono::year(year), chrono::month(static_cast<unsigned>(month)), chrono::day(static_cast<unsigned>(day))};
}

int last_day_of(int year, int month) {
  const chrono::year_month_day_last last(chrono::year(year),
                                         chrono::month_day_last(chrono::month(static_cast<unsigned>(month))));
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

// 1 is Sunday, 7 is Saturday.
int weekday_of(int year, int month, int day) {
  return static_cast<int>(chrono::weekday(chrono::sys_days(date_of(year, month, day))).c_encoding()) + 1;
}

// The day from Monday to Friday that is nearest, without leaving the month.
int nearest_workday(int year, int month, int day) {
  const int last = last_day_of(year, month);
  const int weekday = weekday_of(year, month, day);
  if (weekday == 7) return day == 1 ? 3 : day - 1;
  if (weekday == 1) return day == last ? day - 2 : day + 1;
  return day;
}

template <std::size_t N>
int first_from(const std::bitset<N>& bits, int from) {
  for (int bit = from; bit < static_cast<int>(N); ++bit) {
    if (bits[static_cast<std::size_t>(bit)]) return bit;
  }
  return -1;
}

}  // namespace

bool Cron::fits_day_of_month(int year, int month, int day) const {
  if (!last_day_ && !nearest_) return days_[static_cast<std::size_t>(day)];
  const int last = last_day_of(year, month);
  // With W only the first day of a list counts.
  int wanted = last_day_ ? last - before_last_ : first_from(days_, 1);
  if (wanted < 1 || wanted > last) return false;
  if (nearest_) wanted = nearest_workday(year, month, wanted);
  return wanted == day;
}

bool Cron::fits_day_of_week(int year, int month, int day) const {
  if (!weekdays_[static_cast<std::size_t>(weekday_of(year, month, day))]) return false;
  if (last_weekday_) return day + 7 > last_day_of(year, month);
  return nth_ == 0 || (day - 1) / 7 + 1 == nth_;
}

bool Cron::fits_day(int year, int month, int day) const {
  return by_weekday_ ? fits_day_of_week(year, month, day) : fits_day_of_month(year, month, day);
}

// The first time of a day that fits, behind `after`.
std::optional<WallTime> Cron::first_time(const WallTime& day, const WallTime& after) const {
  for (int hour = first_from(hours_, 0); hour >= 0; hour = first_from(hours_, hour + 1)) {
    for (int minute = first_from(minutes_, 0); minute >= 0; minute = first_from(minutes_, minute + 1)) {
      for (int second = first_from(seconds_, 0); second >= 0; second = first_from(seconds_, second + 1)) {
        const WallTime time{day.year, day.month, day.day, hour, minute, second};
        if (time > after) return time;
      }
    }
  }
  return std::nullopt;
}

std::optional<WallTime> Cron::next(const WallTime& after) const {
  for (int year = first_from(years_, std::max(after.year, kFirstYear)); year >= 0;
       year = first_from(years_, year + 1)) {
    const bool same_year = year == after.year;
    for (int month = first_from(months_, same_year ? after.month : 1); month >= 0;
         month = first_from(months_, month + 1)) {
      const bool same_month = same_year && month == after.month;
      for (int day = same_month ? after.day : 1; day <= last_day_of(year, month); ++day) {
        if (!fits_day(year, month, day)) continue;
        const auto time = first_time({year, month, day}, after);
        if (time) return time;
      }
    }
  }
  return std::nullopt;
}

}  // namespace sailmaker::pipeline
