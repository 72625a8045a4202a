#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sailmaker::fleet {

class Section;

/// True when `day`, "2026-12-31", is over on `today`. Without either of them nothing ever is.
inline bool is_over(std::string_view day, std::string_view today) { return !day.empty() && today > day; }

/// Whether a text is a day of the calendar, written as "2026-12-31".
bool is_day(std::string_view text);

/// The day under the key `until`: empty when there is none. What is no day is an error, and nothing is returned.
std::optional<std::string> decode_until(const Section& section);

}  // namespace sailmaker::fleet
