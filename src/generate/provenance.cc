#include "generate/provenance.h"

#include <algorithm>
#include <array>
#include <utility>

#include "generate/overlay.h"
#include "generate/places.h"
#include "pipeline/find_part.h"
#include "value/map.h"
#include "yaml/parser.h"

namespace sailmaker::generate {

namespace {

constexpr std::array<std::string_view, 9> kStandardNames = {"app_name", "product", "team",  "namespace", "git_repo",
                                                            "stack",    "service", "fleet", "pipelines"};

void name_as_in_fleet(const fleet::Fleet& fleet, Source& source) {
  if (fleet.sources.contains(source.file)) source.file = "templates/" + source.file;
}

void name_as_in_fleet(const fleet::Fleet& fleet, jinja::Writer& writer) {
  name_as_in_fleet(fleet, writer.source);
  for (Frame& frame : writer.trace) name_as_in_fleet(fleet, frame.source);
  for (Frame& frame : writer.steps) name_as_in_fleet(fleet, frame.source);
  for (Frame& frame : writer.conditions) name_as_in_fleet(fleet, frame.source);
}

Result<yaml::Document> read(const Traced& traced) {
  yaml::Options options;
  options.record = yaml::Record::places;
  return yaml::parse(traced.text, traced.name, options);
}

bool is_same_line(const Source& a, const Source& b) { return a.file == b.file && a.line == b.line; }

// What a writer adds to those before it: blanks and quotes around a value, and the lines of a long text, come from the
// same place again; what another one was followed to is known.
bool is_new(const std::vector<jinja::Writer>& known, const jinja::Writer& writer) {
  return std::none_of(known.begin(), known.end(), [&](const jinja::Writer& other) {
    const bool is_followed = std::any_of(other.steps.begin(), other.steps.end(),
                                         [&](const Frame& step) { return is_same_line(step.source, writer.source); });
    const bool is_plain = writer.variables.empty() && writer.steps.empty();
    return is_followed || (is_plain && is_same_line(other.source, writer.source) && other.trace == writer.trace);
  });
}

// Each name once: those of the values, then those of the conditions.
std::vector<std::string> names_of(const std::vector<jinja::Writer>& writers) {
  std::vector<std::string> names;
  for (const auto part : {&jinja::Writer::variables, &jinja::Writer::condition_variables}) {
    for (const jinja::Writer& writer : writers) {
      for (const std::string& name : writer.*part) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      }
    }
  }
  return names;
}

void add_names(const std::vector<jinja::Writer>& writers, const std::vector<fleet::Explanation>& explanations,
               Provenance& made) {
  for (const std::string& name : names_of(writers)) {
    if (std::find(kStandardNames.begin(), kStandardNames.end(), name) != kStandardNames.end()) {
      made.standard.push_back(name);
      continue;
    }
    for (const fleet::Explanation& each : explanations) {
      const bool is_part = each.variable.starts_with(name + ".") || each.variable.starts_with(name + "[");
      if (each.variable == name || is_part) made.variables.push_back(each);
    }
  }
}

// Says which overrides the part has, and where it stood before them.
Path before_overrides(const Generated& generated, Provenance& made) {
  if (!generated.overlay) return made.path;
  made.overrides = generated.overlay->inside(made.path);
  if (const auto covering = generated.overlay->covering(made.path)) {
    made.made = Provenance::Made::overridden;
    made.by = covering->by;
    made.by_source = covering->by->locate(covering->below);
  }
  return generated.overlay->rendered(made.path);
}

}  // namespace

Result<Provenance> explain_part(const fleet::Fleet& fleet, const Generator& generator, const fleet::Entry& entry,
                                std::string_view path) {
  auto traced = generator.trace(entry);
  if (!traced) return std::move(traced).error();
  auto document = read(*traced);
  if (!document) return in_template(*traced, document.error());
  const Generated generated = generator.generate(entry);
  const Value& pipeline = generated.pipeline.is_map() ? generated.pipeline : document->root;
  auto found = pipeline::find_part(pipeline, path);
  if (!found) return std::move(found).error();

  Provenance made;
  made.path = std::move(*found);
  made.value = *find(pipeline, made.path);
  const Path in_text = generated.pipeline.is_map() ? before_overrides(generated, made) : made.path;
  // Below an override of a whole part nothing of the template is left to compare with.
  const bool is_replaced = made.by != nullptr && generated.overlay->covering(made.path)->below.size() > 0;
  const Value* written = is_replaced ? nullptr : find(document->root, in_text);
  if (written == nullptr) {
    if (made.by == nullptr) made.made = Provenance::Made::filled_in;
    return made;
  }
  made.written = *written;
  if (made.by == nullptr && !identical(*written, made.value) && !written->is_map() && !written->is_list()) {
    made.made = Provenance::Made::linked;
  }
  const Span span = document->places.find(document->root, in_text);
  for (jinja::Writer& writer : jinja::writers(traced->map, span.offset, span.length)) {
    name_as_in_fleet(fleet, writer);
    if (is_new(made.writers, writer)) made.writers.push_back(std::move(writer));
  }
  add_names(made.writers, fleet::explain(fleet, entry), made);
  return made;
}

}  // namespace sailmaker::generate
