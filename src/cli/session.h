#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "fleet/selector.h"
#include "generate/generator.h"
#include "store/folder.h"

namespace sailmaker::cli {

class Arguments;

/// A fleet that a command works on: loaded, with its generator. What is wrong is said on standard error already.
class Session {
 public:
  /// Loads the fleet that --fleet names. Nothing when it has errors; `findings`, when given, gets them instead of
  /// standard error.
  /// `instead` are texts in place of files, see store::read_folder().
  static std::unique_ptr<Session> open(const Arguments& arguments, std::vector<Finding>* findings = nullptr,
                                       const std::map<std::string, std::string>& instead = {});

  const fleet::Fleet& fleet() const { return loaded_.fleet; }
  const generate::Generator& generator() const { return *generator_; }

 private:
  Session(store::LoadedFleet loaded, generate::ErrorDetail detail);

  store::LoadedFleet loaded_;
  std::unique_ptr<generate::Generator> generator_;
};

/// The selector that the command's first operand is. Wrong ones are said; so are those that select nothing (unless the
/// fleet itself is empty).
std::optional<fleet::Selector> selector_of(const Arguments& arguments, const Session& session);

/// The fleet's pipeline with that key. Says that there is none, with a near miss, and gives nullptr then.
const fleet::Entry* entry_of(const Session& session, const std::string& key);

/// --threads; 0 for one a core.
unsigned threads_of(const Arguments& arguments);

/// Says findings on standard error as --verbose and --color want it; with --quiet, errors only.
void say_findings(const Arguments& arguments, const std::vector<Finding>& findings);

}  // namespace sailmaker::cli
