// Sailmaker's part in jinja_peers_bench.py, which writes down the protocol.
//
//   jinja_driver CASES.json     answers each line "WHAT CASE SECONDS" with one line of JSON: the texts of a case, or
//   the
//                               nanoseconds that one round over its contexts takes
//   jinja_driver --fleet DIR    prints what each pipeline of a fleet is rendered with: a list of {template, context}

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <map>
#include <sstream>

#include "fleet/layers.h"
#include "jinja/environment.h"
#include "jinja/source_map.h"
#include "store/folder.h"
#include "value/json.h"
#include "value/map.h"

namespace {

using namespace sailmaker;

template <typename T>
T checked(Result<T> result) {
  if (result) return std::move(*result);
  std::cerr << to_text(result.error()) << '\n';
  std::exit(1);
}

std::string text_of(const Value& holder, std::string_view key) { return std::string(holder.find(key)->as_string()); }

bool flag_of(const Value& holder, std::string_view key) {
  const Value* found = holder.find(key);
  return found != nullptr && *found == Value(true);
}

struct Case {
  explicit Case(const Value& json) : source(text_of(json, "template")), contexts(json.find("contexts")->as_list()) {
    const Value& wanted = *json.find("options");
    options.trim_blocks = flag_of(wanted, "trim_blocks");
    options.lstrip_blocks = flag_of(wanted, "lstrip_blocks");
    options.autoescape = flag_of(wanted, "autoescape");
    if (wanted.find("undefined") != nullptr) options.undefined = jinja::UndefinedKind::strict;
    for (const Map::Entry& entry : json.find("templates")->as_map()) {
      templates.emplace(entry.key.as_string(), entry.value.as_string());
    }
  }

  std::unique_ptr<jinja::Environment> environment() const {
    return std::make_unique<jinja::Environment>(options, [this](const std::string& name) -> std::optional<std::string> {
      const auto found = templates.find(name);
      if (found == templates.end()) return std::nullopt;
      return found->second;
    });
  }

  std::string source;
  std::map<std::string, std::string> templates;
  List contexts;
  jinja::Options options;
};

std::size_t render(const Case& subject, const jinja::Template& compiled, jinja::SourceMap* map) {
  std::size_t bytes = 0;
  for (const Value& context : subject.contexts) {
    if (map != nullptr) map->clear();
    bytes += checked(compiled.render(context, map)).size();
  }
  return bytes;
}

// Nanoseconds of the quickest of the rounds that fit into the time.
template <typename Round>
double quickest(double seconds, Round round) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  double best = std::numeric_limits<double>::infinity();
  for (std::int64_t many = 1;;) {
    const auto began = Clock::now();
    for (std::int64_t i = 0; i < many; ++i) round();
    const double took = std::chrono::duration<double, std::nano>(Clock::now() - began).count();
    best = std::min(best, took / static_cast<double>(many));
    if (Clock::now() > end) return best;
    if (took < 500'000) many *= 2;
  }
}

Value answer(const Case& subject, std::string_view what, double seconds) {
  const auto environment = subject.environment();
  const auto compiled = checked(environment->compile(subject.source, "main"));
  if (what == "text") {
    List texts;
    for (const Value& context : subject.contexts) texts.emplace_back(checked(compiled->render(context)));
    return texts;
  }
  if (what == "render") return quickest(seconds, [&] { render(subject, *compiled, nullptr); });
  if (what == "map") {
    jinja::SourceMap map;
    return quickest(seconds, [&] { render(subject, *compiled, &map); });
  }
  // Nothing compiled may be left over; only an environment without templates can be used again.
  return quickest(seconds, [&] {
    const auto fresh = subject.templates.empty() ? nullptr : subject.environment();
    const jinja::Environment& home = fresh == nullptr ? *environment : *fresh;
    render(subject, *checked(home.compile(subject.source, "main")), nullptr);
  });
}

int serve(const char* path) {
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::map<std::string, Case> cases;
  const Value json = checked(parse_json(text, path));
  for (const Map::Entry& entry : json.as_map()) cases.emplace(entry.key.as_string(), Case(entry.value));
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string what, name;
    double seconds = 0;
    words >> what >> name >> seconds;
    std::cout << to_json(answer(cases.at(name), what, seconds)) << std::endl;
  }
  return 0;
}

// `pipelines`, which the program makes on demand, is a plain map here: the other engines know no better.
Value siblings_of(const fleet::Entry& entry) {
  Map siblings;
  for (const fleet::PipelineUse& use : entry.stack->pipelines) {
    const std::string name = entry.service->product + "-" + entry.stack->name + "-" + use.pipeline;
    siblings.set(use.pipeline, Value(Map{{"name", name}}));
  }
  return siblings;
}

int print_fleet(const char* folder) {
  const store::LoadedFleet loaded = store::read_folder(folder);
  const fleet::Layering layering(loaded.fleet);
  List pipelines;
  for (const fleet::Entry& entry : fleet::entries(loaded.fleet)) {
    std::vector<Finding> findings;
    Value variables = layering.variables(entry, findings);
    layering.add_standard_names(entry, variables);
    variables.mutable_map().set("pipelines", siblings_of(entry));
    pipelines.emplace_back(Map{{"template", entry.pipeline_template->name}, {"context", variables}});
  }
  std::cout << to_json(pipelines) << '\n';
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count == 2) return serve(words[1]);
  if (count == 3 && std::string_view(words[1]) == "--fleet") return print_fleet(words[2]);
  std::cerr << "usage: jinja_driver CASES.json | jinja_driver --fleet DIR\n";
  return 2;
}
