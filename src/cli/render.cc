#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/generated.h"
#include "cli/output.h"
#include "cli/session.h"
#include "pipeline/mark.h"
#include "value/json.h"
#include "yaml/emitter.h"

namespace sailmaker::cli {

namespace {

int print_keys(const std::vector<fleet::Entry>& entries) {
  std::string out;
  for (const fleet::Entry& entry : entries) out += to_string(entry.key) + '\n';
  print(out);
  return kDone;
}

// What the templates make, one text after another.
int print_texts(const Session& session, const std::vector<fleet::Entry>& entries) {
  int exit_code = kDone;
  for (const fleet::Entry& entry : entries) {
    auto text = session.generator().render_text(entry);
    if (!text) {
      say_error(text.error());
      exit_code = kError;
      continue;
    }
    if (entries.size() > 1) print("--- # " + to_string(entry.key) + "\n");
    print(*text + (text->ends_with('\n') ? "" : "\n"));
  }
  return exit_code;
}

Value marked(generate::Generated& made) {
  Value pipeline = std::move(made.pipeline);
  pipeline::set_mark(pipeline, {made.key, pipeline::digest_of(pipeline)});
  return pipeline;
}

void print_json(std::vector<generate::Generated>& pipelines) {
  std::string out = "[";
  for (generate::Generated& made : pipelines) {
    out += out.size() > 1 ? ",\n" : "\n";
    write_json(marked(made), out, JsonStyle::indented);
  }
  print(out + (pipelines.empty() ? "]\n" : "\n]\n"));
}

void print_yaml(std::vector<generate::Generated>& pipelines) {
  for (generate::Generated& made : pipelines) {
    std::string out;
    if (pipelines.size() > 1) out = "--- # " + made.key + "\n";
    print(out + yaml::write(marked(made)));
  }
}

}  // namespace

int run_render(const Arguments& arguments) {
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const auto selector = selector_of(arguments, *session);
  if (!selector) return kError;
  const std::string format = arguments.value("output");
  if (format == "name") return print_keys(session->generator().select(*selector));
  if (format == "text") return print_texts(*session, session->generator().select(*selector));

  Selection selection = generate_selection(arguments, *session, *selector, Keep::pipelines);
  say_findings(arguments, selection.findings);
  if (count(selection.findings, Severity::error) > 0) return kError;
  format == "json" ? print_json(selection.pipelines) : print_yaml(selection.pipelines);
  return kDone;
}

}  // namespace sailmaker::cli
