#include "pipeline/cron.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>

namespace sailmaker::pipeline {
namespace {

std::string text(const WallTime& time) {
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", time.year, time.month, time.day, time.hour, time.minute,
                     time.second);
}

// 2026-01-01 is a Thursday.
std::string next_three(std::string_view expression, WallTime after = {2026, 1, 1, 0, 0, 0}) {
  const auto cron = Cron::parse(expression);
  if (!cron) return cron.error().message;
  std::string out;
  for (int i = 0; i < 3; ++i) {
    const auto time = cron->next(after);
    out += (i > 0 ? ", " : "") + (time ? text(*time) : "never");
    if (!time) break;
    after = *time;
  }
  return out;
}

struct Case {
  std::string_view expression;
  std::string_view runs;
};

TEST(Cron, NextRuns) {
  const Case cases[] = {
      {"0 0 3 * * ?", "2026-01-01 03:00:00, 2026-01-02 03:00:00, 2026-01-03 03:00:00"},
      {"0 0 3 ? * MON-FRI", "2026-01-01 03:00:00, 2026-01-02 03:00:00, 2026-01-05 03:00:00"},
      {"0 0 3 ? * mon,wed", "2026-01-05 03:00:00, 2026-01-07 03:00:00, 2026-01-12 03:00:00"},
      {"0 */20 * * * ?", "2026-01-01 00:20:00, 2026-01-01 00:40:00, 2026-01-01 01:00:00"},
      {"0 /20 * * * ?", "2026-01-01 00:20:00, 2026-01-01 00:40:00, 2026-01-01 01:00:00"},
      {"0 5/25 * * * ?", "2026-01-01 00:05:00, 2026-01-01 00:30:00, 2026-01-01 00:55:00"},
      {"30 10-12/2 4 * * ?", "2026-01-01 04:10:30, 2026-01-01 04:12:30, 2026-01-02 04:10:30"},
      {"0 0 22-1 * * ?", "2026-01-01 01:00:00, 2026-01-01 22:00:00, 2026-01-01 23:00:00"},
      {"0 0 0 L * ?", "2026-01-31 00:00:00, 2026-02-28 00:00:00, 2026-03-31 00:00:00"},
      {"0 0 0 L-3 * ?", "2026-01-28 00:00:00, 2026-02-25 00:00:00, 2026-03-28 00:00:00"},
      {"0 0 0 LW * ?", "2026-01-30 00:00:00, 2026-02-27 00:00:00, 2026-03-31 00:00:00"},
      {"0 0 0 15W * ?", "2026-01-15 00:00:00, 2026-02-16 00:00:00, 2026-03-16 00:00:00"},
      {"0 0 0 1W * ?", "2026-02-02 00:00:00, 2026-03-02 00:00:00, 2026-04-01 00:00:00"},
      {"0 0 0 ? * L", "2026-01-03 00:00:00, 2026-01-10 00:00:00, 2026-01-17 00:00:00"},
      {"0 0 0 ? * 6L", "2026-01-30 00:00:00, 2026-02-27 00:00:00, 2026-03-27 00:00:00"},
      {"0 0 0 ? * FRIL", "2026-01-30 00:00:00, 2026-02-27 00:00:00, 2026-03-27 00:00:00"},
      {"0 0 0 ? * 2#1", "2026-01-05 00:00:00, 2026-02-02 00:00:00, 2026-03-02 00:00:00"},
      {"0 0 0 ? * MON#5", "2026-03-30 00:00:00, 2026-06-29 00:00:00, 2026-08-31 00:00:00"},
      {"0 0 0 ? * FRI-SUN", "2026-01-02 00:00:00, 2026-01-03 00:00:00, 2026-01-04 00:00:00"},
      {"0 0 0 1 1-3/2 ? 2027", "2027-01-01 00:00:00, 2027-03-01 00:00:00, never"},
      {"0 5/0 * * * ?", "2026-01-01 00:05:00, 2026-01-01 01:05:00, 2026-01-01 02:05:00"},
      {"0 5-9/0 * * * ?", "2026-01-01 00:05:00, 2026-01-01 01:05:00, 2026-01-01 02:05:00"},
      {"0 0-50/99 * * * ?", "2026-01-01 01:00:00, 2026-01-01 02:00:00, 2026-01-01 03:00:00"},
      {"0 0 0 29 2 ?", "2028-02-29 00:00:00, 2032-02-29 00:00:00, 2036-02-29 00:00:00"},
      {"0 0 12 1 1 ? 2026-2028", "2026-01-01 12:00:00, 2027-01-01 12:00:00, 2028-01-01 12:00:00"},
      {"0 0 12 1 1 ? 2020", "never"},
      {"0 0 0 30 2 ?", "never"},
      {"59 59 23 31 12 ? 2026", "2026-12-31 23:59:59, never"},
      {"H H/15 3 * * ?", "2026-01-01 03:00:00, 2026-01-01 03:15:00, 2026-01-01 03:30:00"},
      {"0  0 3 * * ? *", "2026-01-01 03:00:00, 2026-01-02 03:00:00, 2026-01-03 03:00:00"},
  };
  for (const Case& each : cases) EXPECT_EQ(next_three(each.expression), each.runs) << each.expression;
}

TEST(Cron, Wrong) {
  const Case cases[] = {
      {"0 3 * * *", "'0 3 * * *' has five fields, as crontab has it; Quartz begins with the second"},
      {"", "'' has 0 fields; Quartz wants six or seven"},
      {"0 0 3 * * *", "'0 0 3 * * *' sets both the day of the month and the day of the week"},
      {"0 0 3 ? * ?", "'0 0 3 ? * ?' sets neither the day of the month nor the day of the week"},
      {"0 0 ? * * ?", "'0 0 ? * * ?' has a ? that stands for no day"},
      {"0 0 3 * *\t?", "'0 0 3 * *\t?' holds a tab, where Echo wants blanks"},
      {"60 0 3 * * ?", "the second '60' is wrong: 60 is not 0 to 59"},
      {"0 0 24 * * ?", "the hour '24' is wrong: 24 is not 0 to 23"},
      {"0 0 3 0 * ?", "the day of the month '0' is wrong: 0 is not 1 to 31"},
      {"0 0 3 ? 13 MON", "the month '13' is wrong: 13 is not 1 to 12"},
      {"0 0 3 ? * 0", "the day of the week '0' is wrong: 0 is not 1 to 7"},
      {"0 0 3 ? * MONDAY", "the day of the week 'MONDAY' is wrong: 'DAY' means nothing there"},
      {"0 0 3 ? * FRI-2", "the day of the week 'FRI-2' is wrong: 'FRI-2' mixes a name and a number"},
      {"0 0 3 ? 1-MAR 2", "the month '1-MAR' is wrong: '1-MAR' mixes a name and a number"},
      {"0 0 3 ? JAN-DEC/2 2",
       "the month 'JAN-DEC/2' is wrong: Quartz reads over '/2', because names stand before it; write numbers"},
      {"0 0 3 ? * MON/2",
       "the day of the week 'MON/2' is wrong: Quartz reads over '/2', because names stand before it; write numbers"},
      {"0 0 3 ? * ?2", "the day of the week '?2' is wrong: '2' means nothing there"},
      {"0 0 3 ? * MO", "the day of the week 'MO' is wrong: 'MO' is no day of the week"},
      {"0 0 3 ? FOO MON", "the month 'FOO' is wrong: 'FOO' is no month"},
      {"0 0/90 3 * * ?", "the minute '0/90' is wrong: a step of 90 is more than 59"},
      {"0 0/ 3 * * ?", "the minute '0/' is wrong: '0/' misses a number"},
      {"0 1,,2 3 * * ?", "the minute '1,,2' is wrong: is empty, or has a comma too many"},
      {"0 1- 3 * * ?", "the minute '1-' is wrong: '1-' misses a number"},
      {"0 5W 3 * * ?", "the minute '5W' is wrong: W is for days of the month"},
      {"0 0 3 5L * ?", "the day of the month '5L' is wrong: L is for days of the week"},
      {"0 0 3 L,15 * ?", "the day of the month 'L,15' is wrong: L cannot stand in a list"},
      {"0 0 3 L-31 * ?", "the day of the month 'L-31' is wrong: no month has so many days before the last"},
      {"0 0 3 ? * 2#6", "the day of the week '2#6' is wrong: a month has one to five of a weekday"},
      {"0 0 3 ? * 2#1,3#1", "the day of the week '2#1,3#1' is wrong: only one # can stand in a list"},
      {"0 0 3 1 1 ? 2030-2020", "the year '2030-2020' is wrong: the first year is after the last"},
      {"0 0 3 1 1 ? 1950", "the year '1950' is wrong: 1950 is not 1970 to 2199"},
      {"a b c d e f", "'a b c d e f' sets both the day of the month and the day of the week"},
      {"0 0 x * * ?", "the hour 'X' is wrong: 'X' is no hour"},
      {"0 0 99999999999 * * ?", "the hour '99999999999' is wrong: '99999999999' misses a number"},
      {"0 0 3 * * ? *x", "the year '*X' is wrong: 'X' means nothing there"},
  };
  for (const Case& each : cases) EXPECT_EQ(next_three(each.expression), each.runs) << each.expression;
}

TEST(Cron, RunsFollowEachOtherWithNothingBetween) {
  for (const std::string_view expression : {"*/7 3-59/13 */5 * * ?", "5 */11 22-2 ? * MON,SAT", "0,30 59 23 L * ?"}) {
    const Cron cron = *Cron::parse(expression);
    WallTime now{2026, 1, 30, 21, 0, 0};
    for (int i = 0; i < 40; ++i) {
      const auto time = cron.next(now);
      ASSERT_TRUE(time) << expression;
      // Nothing lies between: the second before it leads to it too.
      WallTime before = *time;
      if (before.second > 0) {
        --before.second;
        EXPECT_EQ(text(*cron.next(before)), text(*time)) << expression;
      }
      EXPECT_GT(*time, now);
      now = *time;
    }
  }
}

}  // namespace
}  // namespace sailmaker::pipeline
