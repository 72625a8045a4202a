#pragma once

#include <bitset>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace sailmaker::pipeline {

/// A point in time on some calendar on the wall; which time zone that hangs in is not its business.
struct WallTime {
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;

  auto operator<=>(const WallTime&) const = default;
};

/// A cron expression in the form of the Quartz scheduler, which Echo uses:
///     second minute hour day-of-month month day-of-week [year]
/// Exactly one of the two days is `?`. Days of the week count from 1, Sunday. Names, ranges (also around the end:
/// 22-2), lists, steps; L, L-3, LW and 15W as days of the month; L, 6L and 6#3 as days of the week. Echo itself takes
/// an H in the first three for a number that it makes of the trigger's id. What Quartz reads over, such as the x of
/// 3x, is refused.
class Cron {
 public:
  static constexpr int kFirstYear = 1970;
  static constexpr int kLastYear = 2199;

  /// What Quartz refuses is an error that names the field.
  static Result<Cron> parse(std::string_view expression);

  /// The first time after `after` at which it fires; nothing when it never does again. On a day with a W Quartz loses
  /// some times when there are several; here they are all there.
  std::optional<WallTime> next(const WallTime& after) const;

  /// Whether an H stands in it, so that only Echo knows the second, minute or hour; here it counts as 0.
  bool is_hashed() const { return hashed_; }

 private:
  friend class CronParser;

  bool fits_day(int year, int month, int day) const;
  bool fits_day_of_month(int year, int month, int day) const;
  bool fits_day_of_week(int year, int month, int day) const;
  std::optional<WallTime> first_time(const WallTime& day, const WallTime& after) const;

  std::bitset<60> seconds_;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<8> weekdays_;
  std::bitset<kLastYear + 1> years_;
  bool by_weekday_ = false;    // the day of the month is ?
  bool last_day_ = false;      // L, minus before_last_ days
  bool nearest_ = false;       // W: the nearest day from Monday to Friday in the month
  bool last_weekday_ = false;  // 6L
  int before_last_ = 0;
  int nth_ = 0;  // 6#3
  bool hashed_ = false;
};

}  // namespace sailmaker::pipeline
