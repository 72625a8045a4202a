#include "sync/live.h"

#include <cctype>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sailmaker::sync {

namespace {

using Answer = Result<std::optional<std::vector<std::string>>>;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

enum class Case { counts, ignored };

Result<void> put(Answer answer, Case letters, std::optional<pipeline::Names>& names) {
  if (!answer) return std::move(answer).error();
  if (!*answer) return {};
  names.emplace();
  for (std::string& name : **answer) names->insert(letters == Case::counts ? std::move(name) : lower(std::move(name)));
  return {};
}

}  // namespace

Result<pipeline::Surroundings> surroundings_of(target::Live& live) {
  pipeline::Surroundings known;
  if (auto put_in = put(live.accounts(), Case::counts, known.accounts); !put_in) return std::move(put_in).error();
  if (auto put_in = put(live.artifact_accounts(), Case::counts, known.artifact_accounts); !put_in) {
    return std::move(put_in).error();
  }
  if (auto put_in = put(live.applications(), Case::ignored, known.applications); !put_in) {
    return std::move(put_in).error();
  }
  auto pipelines = live.pipelines();
  if (!pipelines) return std::move(pipelines).error();
  if (!*pipelines) return known;
  known.pipelines.emplace();
  for (target::LivePipeline& each : **pipelines) known.pipelines->insert(lower(std::move(each.id)));
  return known;
}

}  // namespace sailmaker::sync
