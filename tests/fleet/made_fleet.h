#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/decode.h"
#include "fleet/model.h"

namespace sailmaker::fleet {

/// A value written as YAML, in tests.
Value yaml_value(std::string_view text);

/// A fleet made from texts, through the decoders that files take too.
class MadeFleet {
 public:
  explicit MadeFleet(std::string fleet_yaml);
  /// `header` is the YAML of the template's header; empty for none.
  MadeFleet& add_template(const std::string& name, const std::string& header, const std::string& text = "");
  MadeFleet& add_service(const std::string& product, const std::string& name, const std::string& yaml);
  MadeFleet& check();

  const Fleet& fleet() const { return fleet_; }
  /// The pipeline of that key; asserts that it is there.
  Entry entry(std::string_view key) const;
  /// All findings as people read them.
  std::string said() const;

 private:
  std::shared_ptr<const Origin> origin(std::string name, std::string text);

  Fleet fleet_;
  Findings findings_;
};

/// Findings as people read them.
std::string to_text(const Findings& findings);

}  // namespace sailmaker::fleet
