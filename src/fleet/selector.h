#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fleet/glob.h"
#include "fleet/key.h"

namespace sailmaker::fleet {

/// A key with globs: `azar/*/prod/deploy*`. `*` is any text within one part, `?` one character, `[a-c]` one of a set,
/// `[!a-c]` one not of it, `{a,b}` one of several; `**` any number of parts. Parts that are missing at the end mean
/// all (`azar` selects a product), unless a `**` says where parts are missing (`**/deploy` ends with the template's
/// name). Several selectors with commas between them select what any of them does. Matching takes linear time.
class Selector {
 public:
  /// Selects everything.
  Selector() = default;
  /// An empty text is an error, so that an empty variable of a script never selects a whole fleet.
  static Result<Selector> parse(std::string_view text);

  bool matches(const Key& key) const;
  /// True when no key can fail to match.
  bool selects_all() const;
  const std::string& text() const { return text_; }

 private:
  struct Part {
    bool any_number = false;  // `**`; otherwise the glob counts
    Glob glob;
  };
  using Parts = std::vector<Part>;

  static Result<Parts> parse_one(std::string_view text, std::size_t begin, std::size_t end);
  static bool matches(const Parts& parts, const Key& key);
  static bool selects_all(const Parts& parts);

  std::string text_ = "**";
  std::vector<Parts> alternatives_;  // none: everything
};

}  // namespace sailmaker::fleet
