#include "infer/sample.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <tuple>

#include "pipeline/server_fields.h"
#include "value/map.h"

namespace sailmaker::infer {

namespace {

constexpr std::string_view kNotOfTemplates[] = {"id", "sailmaker", "index", "disabled"};

bool is_word_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::string text_of(const Value& pipeline, std::string_view field) {
  const Value* found = pipeline.find(field);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

Value cleaned(const Value& pipeline) {
  Map out;
  for (const Map::Entry& entry : pipeline.as_map()) {
    if (!entry.key.is_string()) continue;
    const std::string_view key = entry.key.as_string();
    const bool is_left_out =
        pipeline::is_server_field(key) ||
        std::find(std::begin(kNotOfTemplates), std::end(kNotOfTemplates), key) != std::end(kNotOfTemplates);
    if (!is_left_out) out.set(entry.key, entry.value);
  }
  return out;
}

// The texts under keys that are `wanted`, anywhere.
template <typename Wanted>
void collect(const Value& value, const Wanted& wanted, std::set<std::string>& out) {
  if (value.is_list()) {
    for (const Value& item : value.as_list()) collect(item, wanted, out);
  } else if (value.is_map()) {
    for (const Map::Entry& entry : value.as_map()) {
      if (entry.key.is_string() && entry.value.is_string() && wanted(entry.key.as_string())) {
        out.emplace(entry.value.as_string());
      }
      collect(entry.value, wanted, out);
    }
  }
}

bool is_account(std::string_view key) { return key == "account" || key == "credentials"; }
bool is_namespace(std::string_view key) { return key == "namespace" || key == "location"; }

// The words but for those of `names`, each taken away once.
std::string without(std::vector<std::string> words, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto parts = words_of(name);
    const auto at = std::search(words.begin(), words.end(), parts.begin(), parts.end());
    if (!parts.empty() && at != words.end()) words.erase(at, at + static_cast<std::ptrdiff_t>(parts.size()));
  }
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : "-") + word;
  return out;
}

// What all pipelines of an application say together.
void name_product(std::vector<Sample*>& samples, const std::string& product) {
  std::set<std::string> firsts;
  std::set<std::string> accounts;
  std::set<std::string> namespaces;
  bool has_more = true;
  for (const Sample* sample : samples) {
    const auto words = words_of(sample->name);
    firsts.insert(words.empty() ? std::string() : words.front());
    collect(sample->pipeline, is_account, accounts);
    collect(sample->pipeline, is_namespace, namespaces);
    has_more = has_more && !without(words, {sample->stack, words.empty() ? "" : words.front()}).empty();
  }
  const std::string first = firsts.size() == 1 ? *firsts.begin() : std::string();
  const bool is_used = std::any_of(accounts.begin(), accounts.end(), [&](const std::string& account) {
    const auto words = words_of(account);
    return std::find(words.begin(), words.end(), first) != words.end();
  });
  for (Sample* sample : samples) {
    const bool is_product = has_more && is_used && first != sample->application && first != sample->stack;
    sample->product = !product.empty() ? product : is_product ? first : "main";
    if (namespaces.size() == 1) sample->k8s_namespace = *namespaces.begin();
  }
}

void replace_word(std::string& text, const std::string& word, char mark) {
  if (word.empty()) return;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_word_char(text[at - 1]);
    const bool ends = at + word.size() == text.size() || !is_word_char(text[at + word.size()]);
    if (begins && ends) text.replace(at, word.size(), 1, mark);
  }
}

}  // namespace

std::vector<std::string> usual_stacks() {
  return {"dev",  "develop", "development", "test", "testing", "sandbox", "int",  "integration", "qa",        "uat",
          "beta", "stage",   "staging",     "stg",  "pre",     "preprod", "perf", "prod",        "production"};
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    if (is_word_char(c) || static_cast<unsigned char>(c) >= 0x80) {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::vector<Sample> samples_of(const std::vector<Value>& stored, const std::vector<std::string>& stacks,
                               const std::string& product) {
  std::vector<Sample> samples;
  for (const Value& value : stored) {
    if (!value.is_map()) continue;
    Sample sample;
    sample.id = text_of(value, "id");
    sample.application = text_of(value, "application");
    sample.name = text_of(value, "name");
    sample.pipeline = cleaned(value);
    if (sample.id.empty() || sample.application.empty() || sample.name.empty()) continue;
    sample.stack = "default";
    for (const std::string& word : words_of(sample.name)) {
      if (std::find(stacks.begin(), stacks.end(), word) != stacks.end()) sample.stack = word;
    }
    samples.push_back(std::move(sample));
  }
  std::map<std::string, std::vector<Sample*>> applications;
  for (Sample& sample : samples) applications[sample.application].push_back(&sample);
  for (auto& [application, mine] : applications) name_product(mine, product);
  for (Sample& sample : samples) {
    sample.stem = without(words_of(sample.name), {sample.application, sample.product, sample.stack});
    if (sample.stem.empty()) sample.stem = "pipeline";
  }
  std::stable_sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
    return std::tie(a.application, a.name) < std::tie(b.application, b.name);
  });
  return samples;
}

std::string pattern_of(const Sample& sample, std::string_view text, std::string_view marks) {
  std::string out(text);
  // The longest first: an application may be called as its product is, and more.
  std::vector<std::pair<std::string, char>> names = {{sample.application, kAppMark},
                                                     {sample.k8s_namespace, kNamespaceMark},
                                                     {sample.product, kProductMark},
                                                     {sample.stack, kStackMark}};
  std::stable_sort(names.begin(), names.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  for (const auto& [name, mark] : names) {
    if (marks.find(mark) != std::string_view::npos) replace_word(out, name, mark);
  }
  return out;
}

}  // namespace sailmaker::infer
