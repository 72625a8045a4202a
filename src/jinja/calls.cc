#include "base/edit_distance.h"
#include "jinja/compiled_template.h"
#include "jinja/evaluator.h"
#include "jinja/iterate.h"
#include "jinja/methods.h"
#include "jinja/operators.h"
#include "jinja/print.h"

// Calls: of macros and blocks, whose output goes straight on; of native code, whose arguments are bound to names.

namespace sailmaker::jinja {

void Evaluator::eval_arguments(const CallArguments& node, Frame& frame, ArgumentBuffer& arguments) {
  for (const Expr* argument : node.positional) arguments.push(eval(*argument, frame));
  if (node.star != nullptr) {
    const Value star = eval(*node.star, frame);
    if (!is_iterable(star)) type_error("argument after * must be an iterable, not " + type_name_of(star));
    for (Value& item : elements_of(star)) arguments.push(std::move(item));
    charge(arguments.size());
  }
  for (const KeywordExpr& keyword : node.keywords) arguments.push_keyword(*keyword.name, eval(*keyword.value, frame));
  if (node.star_star == nullptr) return;
  const Value more = eval(*node.star_star, frame);
  check_use(more);
  if (!more.is_map()) type_error("argument after ** must be a mapping, not " + type_name_of(more));
  for (const Map::Entry& entry : more.as_map()) {
    if (!entry.key.is_string()) type_error("keywords must be strings");
    for (const Keyword& other : arguments.keywords()) {
      if (other.name == entry.key) {
        type_error("got multiple values for keyword argument '" + std::string(entry.key.as_string()) + "'");
      }
    }
    arguments.push_keyword(entry.key, entry.value);
  }
}

Value Evaluator::eval_call(const Call& node, Frame& frame) {
  if (node.callee->kind == ExprKind::attribute) {
    Value result;
    if (call_method(node, static_cast<const Attribute&>(*node.callee), frame, result)) return result;
  }
  const Value callee = eval(*node.callee, frame);
  const Capture capture = begin_capture();
  if (run_macro_directly(callee, node, frame)) return end_capture(capture, *frame.context->escapes);
  ArgumentBuffer arguments;
  eval_arguments(node.arguments, frame, arguments);
  return call_at(callee, arguments, node, frame);
}

// x.name(...) where name is a method of x's kind: without making the bound method.
bool Evaluator::call_method(const Call& node, const Attribute& callee, Frame& frame, Value& result) {
  if (callee.method == nullptr && callee.loop_member < LoopMember::cycle) return false;
  const Value self = eval(*callee.base, frame);
  const Native* native = method_for(callee.method, self);
  const bool is_loop = family_of(self) == Family::loop && callee.loop_member >= LoopMember::cycle;
  ArgumentBuffer arguments;
  if (native == nullptr && !is_loop) {
    const Value member = get_attribute(self, *callee.key, callee.method);
    eval_arguments(node.arguments, frame, arguments);
    result = call_at(member, arguments, node, frame);
    return true;
  }
  eval_arguments(node.arguments, frame, arguments);
  autoescape_ = *frame.context->escapes;
  result = is_loop ? call_loop_member(as<LoopObject>(self), callee.loop_member, arguments)
                   : call_native(*native, self, arguments);
  return true;
}

Value Evaluator::call_at(const Value& callee, ArgumentBuffer& arguments, const Expr& node, Frame& frame) {
  autoescape_ = *frame.context->escapes;
  switch (family_of(callee)) {
    case Family::macro:
    case Family::block:
    case Family::loop: {
      const Capture capture = begin_capture();
      call_printing(callee, arguments, node, frame);
      return end_capture(capture, *frame.context->escapes);
    }
    default: return call(callee, arguments);
  }
}

bool Evaluator::call_printing(const Value& callee, ArgumentBuffer& arguments, const Expr& node, Frame& frame) {
  switch (family_of(callee)) {
    case Family::macro: return run_macro(as<MacroObject>(callee), arguments, &node, &frame), true;
    case Family::block: {
      const BlockObject& block = as<BlockObject>(callee);
      if (arguments.size() > 0 || !arguments.keywords().empty()) type_error("a block takes no arguments");
      return call_block(block, node, frame), true;
    }
    case Family::loop: return run_recursion(as<LoopObject>(callee), arguments), true;
    default: return false;
  }
}

Value Evaluator::call(const Value& callee, ArgumentBuffer& arguments) {
  check_use(callee);
  switch (family_of(callee)) {
    case Family::method: return call_native(as<BoundMethod>(callee).native, as<BoundMethod>(callee).self, arguments);
    case Family::native: return call_native(as<NativeObject>(callee).native, Value(), arguments);
    case Family::joiner: {
      Joiner& joiner = as<Joiner>(callee);
      return std::exchange(joiner.used, true) ? joiner.separator : Value("");
    }
    case Family::macro: {
      const Capture capture = begin_capture();
      run_macro(as<MacroObject>(callee), arguments, nullptr, nullptr);
      return end_capture(capture, autoescape_);
    }
    default: type_error("'" + type_name_of(callee) + "' object is not callable");
  }
}

// --- native code ---

namespace {

[[noreturn]] void wrong_arguments(const Native& native, const std::string& what, std::string hint = {}) {
  fail(type::kType, std::string(native.name) + "() " + what, std::move(hint));
}

void place_keywords(const Native& native, ArgumentBuffer& arguments) {
  if (native.positional_only) wrong_arguments(native, "takes no keyword arguments");
  for (Keyword& keyword : arguments.keywords()) {
    std::size_t i = 0;
    while (i < native.parameters.size() && native.parameters[i] != keyword.name.as_string()) ++i;
    if (i == native.parameters.size()) {
      const std::vector<std::string> known(native.parameters.begin(), native.parameters.end());
      wrong_arguments(native, "got an unexpected keyword argument '" + std::string(keyword.name.as_string()) + "'",
                      did_you_mean(keyword.name.as_string(), known));
    }
    while (arguments.size() <= i) arguments.push(missing());
    Value& place = arguments.values()[i];
    if (!is_missing(place)) {
      wrong_arguments(native, "got multiple values for argument '" + std::string(keyword.name.as_string()) + "'");
    }
    place = std::move(keyword.value);
  }
}

}  // namespace

Value Evaluator::call_native(const Native& native, const Value& self, ArgumentBuffer& arguments) {
  stack_.check();
  charge(2);
  if (native.variadic)
    return native.function(*this, self, Arguments(arguments.values(), arguments.keywords(), &native));
  if (arguments.size() > native.parameters.size()) {
    wrong_arguments(native, "takes at most " + std::to_string(native.parameters.size()) + " arguments, but " +
                                std::to_string(arguments.size()) + " were given");
  }
  if (!arguments.keywords().empty()) place_keywords(native, arguments);
  for (std::size_t i = 0; i < native.required; ++i) {
    if (i >= arguments.size() || is_missing(arguments.values()[i])) {
      wrong_arguments(native, "missing required argument '" + std::string(native.parameters[i]) + "'");
    }
  }
  if (native.host != nullptr) return call_host(native, self, arguments);
  return native.function(*this, self, Arguments(arguments.values(), {}, &native));
}

// --- filters and tests ---

namespace {

Failure unknown_name(const std::string& kind, std::string_view name, const std::vector<std::string>& known) {
  Failure failure(type::kRuntime, "No " + kind + " named '" + std::string(name) + "' found.",
                  did_you_mean(name, known));
  failure.before_statements = true;
  return failure;
}

}  // namespace

Value Evaluator::apply_filters(const Expr& chain, const Value& text, Frame& frame) {
  try {
    return eval_filter(static_cast<const FilterExpr&>(chain), frame, &text);
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    rethrow(frame, chain.offset, chain.length);
  }
}

Value Evaluator::eval_filter(const FilterExpr& node, Frame& frame, const Value* block_text) {
  if (node.is_default && block_text == nullptr) return eval_default(node, frame);
  Value input;
  if (node.input == nullptr)
    input = *block_text;
  else if (block_text != nullptr)
    input = apply_filters(*node.input, *block_text, frame);
  else
    input = eval(*node.input, frame);
  ArgumentBuffer arguments;
  eval_arguments(node.arguments, frame, arguments);
  if (node.filter == nullptr) throw unknown_name("filter", node.name, registry_.filter_names());
  autoescape_ = *frame.context->escapes;
  Value result = call_native(*node.filter, input, arguments);
  return map_ == nullptr ? result : carry_spans(input, std::move(result));
}

// Without making the undefined that it replaces.
Value Evaluator::eval_default(const FilterExpr& node, Frame& frame) {
  Value input = eval_or_missing(*node.input, frame);
  ArgumentBuffer arguments;
  eval_arguments(node.arguments, frame, arguments);
  if (is_missing(input)) input = make_undefined(missing(), Value("value"));
  return call_native(*node.filter, input, arguments);
}

Value Evaluator::eval_test(const TestExpr& node, Frame& frame) {
  if (node.asks_presence) return !is_missing(eval_or_missing(*node.input, frame)) == node.if_present;
  const Value input = eval(*node.input, frame);
  ArgumentBuffer arguments;
  eval_arguments(node.arguments, frame, arguments);
  if (node.test == nullptr) throw unknown_name("test", node.name, registry_.test_names());
  autoescape_ = *frame.context->escapes;
  Value result = call_native(*node.test, input, arguments);
  return node.test->host != nullptr ? Value(truth(result)) : result;
}

// --- macros ---

void Evaluator::run_macro(const MacroObject& macro, ArgumentBuffer& arguments, const Expr* at, Frame* frame) {
  const MacroDefinition& definition = macro.definition;
  SlotStack::Run run(slot_stack_, definition.is_captured ? 0 : definition.slot_count);
  Frame own;
  Frame& inner = begin_macro(macro, run, own);
  const Inside inside(*this, macro.autoescape);
  bind_macro(macro, arguments, inner);
  run_bound(macro, inner, at, frame);
}

Frame& Evaluator::begin_macro(const MacroObject& macro, SlotStack::Run& run, Frame& own) {
  charge(4);
  own.slots = run.slots();
  Frame& inner = macro.definition.is_captured ? make_closure(macro.definition).frame : own;
  inner.home = macro.home;
  inner.unit = &macro.definition;
  inner.context = macro.context;
  inner.outer = macro.outer;
  inner.autoescape = macro.autoescape;
  return inner;
}

// The rest, when the arguments stand in their slots.
void Evaluator::run_bound(const MacroObject& macro, Frame& inner, const Expr* at, Frame* frame) {
  const MacroDefinition& definition = macro.definition;
  const auto name = [&] {
    return definition.name == nullptr ? std::string_view("caller") : definition.name->as_string();
  };
  if (map_ != nullptr && at != nullptr) {
    enter_place(SourceMap::Step::macro, name(), *macro.home, at->offset, at->length);
  }
  try {
    bind_defaults(definition, inner);
    execute(definition.body, inner);
  } catch (Failure& failure) {
    failure.at_statement = true;
    if (at != nullptr) add_trace(failure, to_string(SourceMap::Step::macro, name()), *frame, at->offset, at->length);
    throw;
  }
}

namespace {

// The parameter that a keyword names, from `first` on; nullptr when there is none.
const Parameter* find_parameter(const MacroDefinition& definition, const Value& keyword, std::size_t first) {
  for (std::size_t i = first; i < definition.parameters.size(); ++i) {
    if (keyword.same_text(*definition.parameters[i].target->name)) return &definition.parameters[i];
  }
  return nullptr;
}

// Whether each argument is for a parameter, so that none needs to be looked at twice.
bool fits(const MacroDefinition& definition, const CallArguments& arguments) {
  if (arguments.star != nullptr || arguments.star_star != nullptr) return false;
  if (definition.uses_varargs || definition.uses_kwargs || definition.uses_caller) return false;
  const std::size_t count = arguments.positional.size();
  if (count > definition.parameters.size()) return false;
  return std::all_of(arguments.keywords.begin(), arguments.keywords.end(), [&](const KeywordExpr& keyword) {
    return find_parameter(definition, *keyword.name, count) != nullptr;
  });
}

}  // namespace

// The everyday call: arguments go right into the macro's slots.
bool Evaluator::run_macro_directly(const Value& callee, const Call& node, Frame& frame) {
  if (family_of(callee) != Family::macro) return false;
  const MacroObject& macro = as<MacroObject>(callee);
  const MacroDefinition& definition = macro.definition;
  const CallArguments& arguments = node.arguments;
  if (!fits(definition, arguments)) return false;
  SlotStack::Run run(slot_stack_, definition.is_captured ? 0 : definition.slot_count);
  Frame own;
  Frame& inner = begin_macro(macro, run, own);
  const std::size_t count = arguments.positional.size();
  for (std::size_t i = 0; i < count; ++i) {
    inner.slots[definition.parameters[i].target->slot] = eval(*arguments.positional[i], frame);
  }
  for (const KeywordExpr& keyword : arguments.keywords) {
    inner.slots[find_parameter(definition, *keyword.name, count)->target->slot] = eval(*keyword.value, frame);
  }
  const Inside inside(*this, macro.autoescape);
  run_bound(macro, inner, &node, &frame);
  return true;
}

Closure& Evaluator::make_closure(const Unit& unit) {
  charge(64);
  Value made = make_object<Closure>();
  Closure& closure = as<Closure>(made);
  closure.slots.assign(unit.slot_count, kMissing);
  closure.frame.slots = closure.slots.data();
  closure.frame.closure = &closure;
  closures_.push_back(std::move(made));
  return closure;
}

void Evaluator::bind_macro(const MacroObject& macro, ArgumentBuffer& arguments, Frame& inner) {
  const MacroDefinition& definition = macro.definition;
  const std::size_t count = definition.parameters.size();
  std::span<Value> given = arguments.values();
  const std::size_t bound = std::min(count, given.size());
  for (std::size_t i = 0; i < bound; ++i) inner.slots[definition.parameters[i].target->slot] = std::move(given[i]);
  if (definition.uses_varargs) {
    inner.slots[definition.varargs_slot] =
        make_tuple(List(given.begin() + static_cast<std::ptrdiff_t>(bound), given.end()));
  } else if (given.size() > count) {
    type_error("macro " + (definition.name == nullptr ? "'caller'" : to_repr(*definition.name)) +
               " takes not more than " + std::to_string(count) + " argument(s)");
  }
  bind_keywords(macro, arguments, inner);
}

void Evaluator::bind_keywords(const MacroObject& macro, ArgumentBuffer& arguments, Frame& inner) {
  const MacroDefinition& definition = macro.definition;
  const std::size_t positional = arguments.size();
  Map extra;
  bool has_caller = false;
  for (Keyword& keyword : arguments.keywords()) {
    std::size_t i = positional;
    while (i < definition.parameters.size() && !(*definition.parameters[i].target->name == keyword.name)) ++i;
    if (i < definition.parameters.size()) {
      inner.slots[definition.parameters[i].target->slot] = std::move(keyword.value);
    } else if (definition.uses_caller && keyword.name == Value("caller")) {
      inner.slots[definition.caller_slot] = std::move(keyword.value);
      has_caller = true;
    } else if (definition.uses_kwargs) {
      extra.set(std::move(keyword.name), std::move(keyword.value));
    } else {
      unexpected_keyword(definition, keyword.name);
    }
  }
  if (definition.uses_kwargs) inner.slots[definition.kwargs_slot] = make_map(std::move(extra));
  if (definition.uses_caller && !has_caller) {
    inner.slots[definition.caller_slot] = make_undefined("No caller defined");
  }
}

void Evaluator::bind_defaults(const MacroDefinition& macro, Frame& inner) {
  for (const Parameter& parameter : macro.parameters) {
    if (parameter.otherwise == nullptr || !is_missing(inner.slots[parameter.target->slot])) continue;
    inner.slots[parameter.target->slot] = eval(*parameter.otherwise, inner);
  }
}

void Evaluator::unexpected_keyword(const MacroDefinition& macro, const Value& keyword) const {
  const std::string name = macro.name == nullptr ? "'caller'" : to_repr(*macro.name);
  if (keyword == Value("caller")) {
    fail(type::kType,
         "macro " + name + " was invoked with two values for the special caller argument or does not use it",
         "a macro that is used in a call block prints {{ caller() }}");
  }
  std::vector<std::string> names;
  for (const Parameter& parameter : macro.parameters) names.emplace_back(parameter.target->name->as_string());
  fail(type::kType, "macro " + name + " takes no keyword argument " + to_repr(keyword),
       did_you_mean(keyword.as_string(), names));
}

}  // namespace sailmaker::jinja
