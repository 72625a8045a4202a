#include "fleet/pipelines.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "fleet/name.h"
#include "value/map.h"
#include "value/path_words.h"

namespace sailmaker::fleet {

namespace {

const std::array<std::string, 2> kUseKeys = {"vars", "overrides"};
constexpr std::array<Section::Expected, 1> kExpectedInUse = {{
    {"target", "the pipelines of a service's stack are kept together: write it one level higher, beside 'pipelines'"},
}};

// What a plan finds a pipeline by; people find it by its name.
constexpr std::array<std::string_view, 4> kFixed = {"id", "application", "name", "sailmaker"};

auto find_use(std::vector<PipelineUse>& uses, std::string_view pipeline) {
  return std::find_if(uses.begin(), uses.end(), [&](const PipelineUse& use) { return use.pipeline == pipeline; });
}

void add(const Section& part, Places::Part place, PipelineUse use, std::vector<PipelineUse>& uses) {
  if (const std::string problem = name_problem(use.pipeline); !problem.empty()) {
    return part.error("'" + use.pipeline + "' cannot be a template's name: it " + problem, {}, place);
  }
  use.source = part.source(place);
  if (const auto there = find_use(uses, use.pipeline); there != uses.end()) {
    return part.error("pipeline '" + use.pipeline + "' is listed twice", "first listed at " + to_string(there->source),
                      place);
  }
  uses.push_back(std::move(use));
}

void decode_override(const Section& entry, std::vector<Override>& overrides) {
  const std::string path = entry.key();
  const auto words = strict_path_words(path);
  if (!words) return entry.error(words.error().message, words.error().hint, Places::Part::key);
  if (std::find(kFixed.begin(), kFixed.end(), words->front()) != kFixed.end()) {
    return entry.error("'" + words->front() + "' cannot be overridden", "it is the template that says it",
                       Places::Part::key);
  }
  overrides.push_back({path, entry.value(), entry.origin(), entry.path()});
}

void decode_use(const Section& entry, std::vector<PipelineUse>& uses) {
  PipelineUse use;
  use.pipeline = entry.key();
  if (entry.value().is_boolean()) {
    entry.wrong_type("a map or nothing",
                     "to choose fewer pipelines than the stack has, list those wanted: pipelines: [NAME]");
  } else if (entry.expect_map()) {
    entry.check_keys(kUseKeys, kExpectedInUse);
    use.vars = entry.vars("vars");
    const auto overrides = entry.find("overrides");
    if (overrides && overrides->expect_map("write each as 'PATH: VALUE'")) {
      overrides->each_entry("a path", [&](const Section& part) { decode_override(part, use.overrides); });
    }
  }
  add(entry, Places::Part::key, std::move(use), uses);
}

void decode_item(const Section& item, std::vector<PipelineUse>& uses) {
  if (item.value().is_map() && item.value().as_map().size() == 1) {
    return item.each_entry("a pipeline", [&](const Section& entry) { decode_use(entry, uses); });
  }
  if (!item.value().is_string()) {
    const char* hint = item.value().is_map() ? "with settings: `- NAME: {vars: ...}`, or a map instead of the list: "
                                               "pipelines: {NAME: {vars: ...}}"
                                             : "";
    return item.wrong_type("the name of a template", hint);
  }
  PipelineUse use;
  use.pipeline = item.value().as_string();
  add(item, Places::Part::value, std::move(use), uses);
}

// The overrides of the stack, those that the service says again left out, then the service's own.
std::vector<Override> merge_overrides(std::vector<Override> of_stack, std::vector<Override> of_service) {
  std::erase_if(of_stack, [&](const Override& low) {
    return std::any_of(of_service.begin(), of_service.end(),
                       [&](const Override& high) { return high.path == low.path; });
  });
  of_stack.insert(of_stack.end(), std::make_move_iterator(of_service.begin()),
                  std::make_move_iterator(of_service.end()));
  return of_stack;
}

}  // namespace

PipelineChoice decode_pipelines(const Section& stack) {
  PipelineChoice choice;
  const auto section = stack.find("pipelines");
  if (!section || section->is_null()) return choice;
  if (section->value().is_list()) {
    choice.form = PipelineChoice::Form::list;
    section->each_item([&](const Section& item) { decode_item(item, choice.pipelines); });
  } else if (section->value().is_map()) {
    choice.form = PipelineChoice::Form::map;
    section->each_entry("a pipeline", [&](const Section& entry) { decode_use(entry, choice.pipelines); });
  } else {
    const bool text = section->value().is_string();
    section->wrong_type(
        "a list or a map",
        text ? "one pipeline is a list too: pipelines: [" + std::string(section->value().as_string()) + "]" : "");
  }
  return choice;
}

std::vector<PipelineUse> merge_pipelines(const std::vector<PipelineUse>& of_stack, PipelineChoice of_service) {
  if (of_service.form == PipelineChoice::Form::list) return std::move(of_service.pipelines);
  std::vector<PipelineUse> merged = of_stack;
  for (PipelineUse& use : merged) {
    use.inherited = std::exchange(use.vars, Vars());
    for (Override& each : use.overrides) each.inherited = true;
  }
  for (PipelineUse& use : of_service.pipelines) {
    const auto there = find_use(merged, use.pipeline);
    if (there == merged.end()) {
      merged.push_back(std::move(use));
    } else {
      there->vars = std::move(use.vars);
      there->source = std::move(use.source);
      there->overrides = merge_overrides(std::move(there->overrides), std::move(use.overrides));
    }
  }
  return merged;
}

}  // namespace sailmaker::fleet
