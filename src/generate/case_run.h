#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "fleet/model.h"
#include "fleet/template_case.h"
#include "value/value.h"

namespace sailmaker::generate {

/// The rules of their findings: another golden file, anything else.
constexpr const char* kGoldenRule = "template-test-golden";
constexpr const char* kTestRule = "template-test";

/// What became of one test of a template.
struct CaseOutcome {
  std::vector<Finding> findings;      ///< why it fails; empty: it passed
  std::string difference;             ///< from the golden file to what was made, for people; empty for none
  std::optional<std::string> golden;  ///< what the golden file should hold, where it does not
  bool passed() const { return findings.empty(); }
};

/// The text of a golden file by its name; nothing when there is none.
using ReadGolden = std::function<std::optional<std::string>(const std::string& name)>;

/// Makes the case's pipeline and compares it with what is expected. The fleet itself stays as it is.
CaseOutcome run_case(const fleet::Fleet& fleet, const fleet::TemplateCase& test, const ReadGolden& read_golden,
                     Color color = Color::no);

}  // namespace sailmaker::generate
