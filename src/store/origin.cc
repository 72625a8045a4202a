#include "store/origin.h"

#include <utility>

#include "store/file.h"
#include "yaml/parser.h"

namespace sailmaker::store {

using fleet::Findings;
using fleet::Origin;

namespace {

Finding finding(Error error) { return {Severity::error, std::move(error), {}}; }

}  // namespace

std::shared_ptr<const Origin> parse_origin(std::string name, std::string text, const std::string* header,
                                           Findings& findings) {
  auto origin = std::make_shared<Origin>();
  origin->name = std::move(name);
  origin->text = std::move(text);
  const std::string& yaml = header == nullptr ? origin->text : *header;
  auto document = yaml::parse(yaml, origin->name, {.limits = {}, .record = yaml::Record::places});
  if (!document) {
    findings.push_back(finding(std::move(document).error()));
    return nullptr;
  }
  for (yaml::Surprise& surprise : document->surprises) {
    Error error(std::move(surprise.message),
                locate(origin->text, surprise.span.offset, surprise.span.length, origin->name));
    findings.push_back({Severity::warning, std::move(error).with_hint(std::move(surprise.hint)), {}});
  }
  origin->root = std::move(document->root);
  origin->places = std::move(document->places);
  return origin;
}

std::shared_ptr<const Origin> read_origin(const std::filesystem::path& folder, const std::string& name,
                                          Findings& findings) {
  auto text = read_text(folder, name);
  if (text) return parse_origin(name, std::move(text).value(), nullptr, findings);
  findings.push_back(finding(std::move(text).error()));
  return nullptr;
}

}  // namespace sailmaker::store
