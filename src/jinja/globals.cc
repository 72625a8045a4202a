#include <array>

#include "jinja/filter_support.h"
#include "jinja/iterate.h"
#include "jinja/methods.h"
#include "jinja/operators.h"
#include "jinja/registry.h"
#include "jinja/unicode_class.h"

// The functions that every template has.

namespace sailmaker::jinja {

namespace {

Value bound_of(const Arguments& arguments, std::size_t i, std::int64_t otherwise) {
  if (!arguments.has(i)) return otherwise;
  return arguments[i].is_big_integer() ? arguments[i] : Value(arguments.integer(i, 0));
}

Value range(Evaluator& evaluator, const Value&, const Arguments& arguments) {
  if (!arguments.keywords().empty()) type_error("range() takes no keyword arguments");
  if (arguments.size() == 0) type_error("range expected at least 1 argument, got 0");
  if (arguments.size() > 3) type_error("range expected at most 3 arguments, got " + std::to_string(arguments.size()));
  const bool one = arguments.size() == 1;
  const Value start = one ? Value(0) : bound_of(arguments, 0, 0);
  const Value stop = bound_of(arguments, one ? 0 : 1, 0);
  const Value step = bound_of(arguments, 2, 1);
  if (step == Value(0)) value_error("range() arg 3 must not be zero");
  const bool narrow = start.is_integer() && stop.is_integer() && step.is_integer();
  Value made = narrow ? make_object<Range>(start.as_integer(), stop.as_integer(), step.as_integer())
                      : make_object<Range>(Range::Wide{start, stop, step, Value()});
  as<Range>(made).most = static_cast<std::int64_t>(evaluator.options().limits.range);
  return made;
}

// The entries of a mapping, or of pairs.
void take_entries(Evaluator& evaluator, const Value& from, Map& map) {
  if (from.is_map()) {
    for (const Map::Entry& entry : from.as_map()) map.set(entry.key, entry.value);
    evaluator.charge(map.size());
    return;
  }
  check_use(from);
  Cursor cursor(from);
  for (Value pair; cursor.next(pair);) {
    evaluator.charge(1);
    if (!is_iterable(pair)) type_error("cannot convert dictionary update sequence element to a sequence");
    List parts = elements_of(pair);
    if (parts.size() != 2)
      value_error("dictionary update sequence element has length " + std::to_string(parts.size()) + "; 2 is required");
    check_hashable(parts[0]);
    map.set(std::move(parts[0]), std::move(parts[1]));
  }
}

Map map_of(Evaluator& evaluator, const Arguments& arguments) {
  if (arguments.size() > 1) type_error("dict expected at most 1 argument, got " + std::to_string(arguments.size()));
  Map map;
  if (arguments.size() == 1) take_entries(evaluator, arguments[0], map);
  for (const Keyword& keyword : arguments.keywords()) map.set(keyword.name, keyword.value);
  return map;
}

Value dict(Evaluator& evaluator, const Value&, const Arguments& arguments) {
  return make_map(map_of(evaluator, arguments));
}

Value space(Evaluator& evaluator, const Value&, const Arguments& arguments) {
  evaluator.charge(16);
  Value made = make_object<Namespace>();
  as<Namespace>(made).members = map_of(evaluator, arguments);
  evaluator.adopt(made);
  return made;
}

Value cycler(Evaluator&, const Value&, const Arguments& arguments) {
  if (!arguments.keywords().empty()) {
    type_error("cycler() got an unexpected keyword argument '" +
               std::string(arguments.keywords().front().name.as_string()) + "'");
  }
  if (arguments.size() == 0) fail("RuntimeError", "at least one item has to be provided");
  return make_object<Cycler>(List(arguments.values().begin(), arguments.values().end()));
}

Value next_of_cycler(Evaluator&, const Value& self, const Arguments&) {
  Cycler& it = as<Cycler>(self);
  const std::size_t now = it.place;
  it.place = (it.place + 1) % it.items.size();
  return it.items[now];
}

Value reset_cycler(Evaluator&, const Value& self, const Arguments&) {
  as<Cycler>(self).place = 0;
  return Value();
}

Value joiner(Evaluator&, const Value&, const Arguments& arguments) {
  return make_object<Joiner>(arguments.has(0) ? arguments[0] : Value(", "));
}

std::string sentence(Evaluator& evaluator, std::size_t words) {
  static constexpr std::array<std::string_view, 24> kWords = {
      "ad",    "amet",  "aptent", "arcu",  "augue", "blandit", "congue", "diam",  "dolor", "elit",   "erat",   "fusce",
      "ipsum", "justo", "lectus", "lorem", "magna", "mattis",  "nibh",   "purus", "quam",  "sociis", "turpis", "urna"};
  std::string text;
  for (std::size_t i = 0; i < words; ++i) {
    evaluator.charge(1);
    if (text.size() > evaluator.options().limits.output) evaluator.charge_text(text.size());
    const std::string_view word = kWords[evaluator.random(kWords.size())];
    if (i > 0) text.push_back(' ');
    text += i == 0 ? capitalize(word) : std::string(word);
  }
  return text + ".";
}

Value lipsum(Evaluator& evaluator, const Value&, const Arguments& arguments) {
  const std::int64_t count = std::max<std::int64_t>(0, arguments.integer(0, 5));
  const bool html = arguments.truth(1, true);
  const std::int64_t least = std::max<std::int64_t>(1, arguments.integer(2, 20));
  const std::int64_t most = std::max(least, arguments.integer(3, 100) - 1);
  std::string out;
  for (std::int64_t i = 0; i < count; ++i) {
    if (i > 0) out += html ? "\n" : "\n\n";
    const std::size_t words =
        static_cast<std::size_t>(least) + evaluator.random(static_cast<std::size_t>(most - least) + 1);
    const std::string text = sentence(evaluator, words);
    out += html ? "<p>" + text + "</p>" : text;
    evaluator.charge_text(out.size());
  }
  return html ? make_safe(out) : Value(std::string_view(out));
}

}  // namespace

const Native* find_cycler_method(std::string_view name) {
  static const Native next("next", "", next_of_cycler);
  static const Native reset("reset", "", reset_cycler);
  return name == "next" ? &next : name == "reset" ? &reset : nullptr;
}

std::span<const Native> builtin_globals() {
  static const Native all[] = {
      {"range", "*", range},   {"dict", "*", dict},        {"namespace", "*", space},
      {"cycler", "*", cycler}, {"joiner", "sep?", joiner}, {"lipsum", "n? html? min? max?", lipsum},
  };
  return all;
}

}  // namespace sailmaker::jinja
