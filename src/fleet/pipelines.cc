#include "fleet/pipelines.h"

#include <algorithm>
#include <array>

#include "fleet/name.h"

namespace sailmaker::fleet {

namespace {

const std::array<std::string, 1> kUseKeys = {"vars"};
constexpr std::array<Section::Expected, 1> kExpectedInUse = {{
    {"target", "the pipelines of a service's stack are kept together: write it one level higher, beside 'pipelines'"},
}};

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

void decode_item(const Section& item, std::vector<PipelineUse>& uses) {
  if (!item.value().is_string()) {
    const char* hint =
        item.value().is_map() ? "to give pipelines variables, write a map: pipelines: {NAME: {vars: ...}}" : "";
    return item.wrong_type("the name of a template", hint);
  }
  PipelineUse use;
  use.pipeline = item.value().as_string();
  add(item, Places::Part::value, std::move(use), uses);
}

void decode_entry(const Section& entry, std::vector<PipelineUse>& uses) {
  PipelineUse use;
  use.pipeline = entry.key();
  if (entry.value().is_boolean()) {
    entry.wrong_type("a map or nothing",
                     "to choose fewer pipelines than the stack has, list those wanted: pipelines: [NAME]");
  } else if (entry.expect_map()) {
    entry.check_keys(kUseKeys, kExpectedInUse);
    use.vars = entry.vars("vars");
  }
  add(entry, Places::Part::key, std::move(use), uses);
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
    section->each_entry("a pipeline", [&](const Section& entry) { decode_entry(entry, choice.pipelines); });
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
  for (PipelineUse& use : merged) use.inherited = std::exchange(use.vars, Vars());
  for (PipelineUse& use : of_service.pipelines) {
    const auto there = find_use(merged, use.pipeline);
    if (there == merged.end()) {
      merged.push_back(std::move(use));
    } else {
      there->vars = std::move(use.vars);
      there->source = std::move(use.source);
    }
  }
  return merged;
}

}  // namespace sailmaker::fleet
