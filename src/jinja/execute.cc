#include "base/edit_distance.h"
#include "jinja/compiled_template.h"
#include "jinja/evaluator.h"
#include "jinja/iterate.h"
#include "jinja/operators.h"
#include "jinja/print.h"
#include "jinja/registry.h"

// Statements. Output goes to one buffer; what is captured (a macro's text, a block set) is cut off its end again.

namespace sailmaker::jinja {

Flow Evaluator::execute(Body body, Frame& frame) {
  charge(body.size());
  const Stmt* at = nullptr;
  try {
    for (const Stmt* stmt : body) {
      at = stmt;
      if (stmt->kind == StmtKind::text) {
        print_text(static_cast<const Text&>(*stmt), frame);
      } else if (stmt->kind == StmtKind::output) {
        print(static_cast<const Output&>(*stmt), frame);
      } else if (const Flow flow = execute(*stmt, frame); flow != Flow::on) {
        return flow;
      }
    }
    return Flow::on;
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    rethrow_from(*at, frame);
  }
}

Flow Evaluator::execute(const Stmt& stmt, Frame& frame) {
  switch (stmt.kind) {
    case StmtKind::text: print_text(static_cast<const Text&>(stmt), frame); break;
    case StmtKind::output: print(static_cast<const Output&>(stmt), frame); break;
    case StmtKind::conditional: return execute_if(static_cast<const If&>(stmt), frame);
    case StmtKind::loop: return execute_for(static_cast<const For&>(stmt), frame);
    case StmtKind::set: {
      const auto& node = static_cast<const Set&>(stmt);
      if (node.target->kind == TargetKind::member) space_of(*node.target, frame);
      assign(*node.target, eval(*node.value, frame), frame);
      break;
    }
    case StmtKind::set_block: return execute_set_block(static_cast<const SetBlock&>(stmt), frame);
    case StmtKind::with: return execute_with(static_cast<const With&>(stmt), frame);
    case StmtKind::macro: {
      const auto& node = static_cast<const Macro&>(stmt);
      assign(*node.target, make_macro(*node.definition, frame), frame);
      break;
    }
    case StmtKind::call_block: execute_call_block(static_cast<const CallBlock&>(stmt), frame); break;
    case StmtKind::filter_block: return execute_filter_block(static_cast<const FilterBlock&>(stmt), frame);
    case StmtKind::evaluate: eval(*static_cast<const Evaluate&>(stmt).value, frame); break;
    case StmtKind::include: execute_include(static_cast<const Include&>(stmt), frame); break;
    case StmtKind::import: execute_import(static_cast<const Import&>(stmt), frame); break;
    case StmtKind::from_import: execute_from_import(static_cast<const FromImport&>(stmt), frame); break;
    case StmtKind::extends: execute_extends(static_cast<const Extends&>(stmt), frame); break;
    case StmtKind::block: execute_block(static_cast<const Block&>(stmt), frame); break;
    case StmtKind::autoescape: return execute_autoescape(static_cast<const Autoescape&>(stmt), frame);
    case StmtKind::stop: return Flow::stop;
    case StmtKind::next: return Flow::next;
  }
  return Flow::on;
}

// --- output ---

void Evaluator::print_text(const Text& node, Frame& frame) {
  if (frame.extended != nullptr) return;
  if (map_ != nullptr) {
    map_->add(out_.size(), place_, node.offset, static_cast<std::uint32_t>(node.text.size()), true);
  }
  out_.append(node.text);
}

void Evaluator::print(const Output& node, Frame& frame) {
  if (frame.extended != nullptr) return;
  const Expr& value = *node.value;
  if (value.kind == ExprKind::call && print_call(static_cast<const Call&>(value), frame)) return;
  if (value.kind == ExprKind::concat && map_ == nullptr && !frame.autoescape) {
    std::vector<Note::Span> none;
    append_concat(static_cast<const Sequence&>(value), frame, none);
    return;
  }
  Value storage;
  print_value(peek(value, frame, storage), value, frame);
}

// A macro's or block's output needs no detour over a value.
bool Evaluator::print_call(const Call& node, Frame& frame) {
  if (node.callee->kind != ExprKind::name && node.callee->kind != ExprKind::attribute) return false;
  if (frame.autoescape && !*frame.context->escapes) return false;  // what it gives is not safe then
  if (node.callee->kind == ExprKind::attribute) {
    const auto& attribute = static_cast<const Attribute&>(*node.callee);
    if (attribute.method != nullptr || attribute.loop_member != LoopMember::none) return false;
  }
  stack_.check();
  try {
    const Value callee = eval(*node.callee, frame);
    if (run_macro_directly(callee, node, frame)) return true;
    ArgumentBuffer arguments;
    eval_arguments(node.arguments, frame, arguments);
    if (call_printing(callee, arguments, node, frame)) return true;
    autoescape_ = *frame.context->escapes;
    const Value result = call(callee, arguments);
    print_value(result, node, frame);
    return true;
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    rethrow(frame, node.offset, node.length);
  }
}

void Evaluator::print_value(const Value& value, const Expr& node, Frame& frame) {
  if (map_ != nullptr) {
    // Only text that does not stand inside the value can know where it comes from.
    if (value.is_inner_text() || value.is_integer())
      map_->add(out_.size(), place_, node.offset, node.length, false);
    else
      record_value(value, node);
  }
  if (value.is_integer()) return out_.append_integer(value.as_integer());
  if (value.is_string()) {
    if (frame.autoescape && !is_safe(value)) return append_escaped(out_, value.as_string());
    if (value.is_inner_text()) return out_.append_inner_text(value);
    return out_.append(value.as_string());
  }
  print_rare(value, node, frame);
}

void Evaluator::print_rare(const Value& value, const Expr& node, Frame& frame) {
  if (!is_undefined(value)) {
    const std::string text = to_str(value);
    if (frame.autoescape && family_of(value) != Family::module) return append_escaped(out_, text);
    return out_.append(text);
  }
  try {
    print_undefined(value, frame.autoescape);
  } catch (Failure& failure) {
    if (!failure.placed) place(failure, frame, node.offset, node.length);
    throw;
  }
}

void Evaluator::print_undefined(const Value& value, bool escaping) {
  check_soft_use(value);
  const Undefined& undefined = as<Undefined>(value);
  if (undefined.kind != UndefinedKind::debug) return;
  std::string text;
  undefined.debug_text(text);
  escaping ? append_escaped(out_, text) : out_.append(text);
}

void Evaluator::check_limits() {
  constexpr std::uint64_t kBetween = 20'000;
  const Limits& limits = options_.limits;
  if (steps_ > limits.steps) fail(type::kLimit, "rendering takes more than " + std::to_string(limits.steps) + " steps");
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begun_;
  if (spent.count() > limits.seconds) {
    fail(type::kLimit, "rendering takes longer than " + format_real(limits.seconds) + " seconds");
  }
  next_check_ = std::min(steps_ + kBetween, limits.steps);
}

// --- conditions ---

// Whether the value counts as true may be an error, too, of that branch.
bool Evaluator::test_placed(const Expr& node, Frame& frame) {
  try {
    return test(node, frame);
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    rethrow(frame, node.offset, node.length);
  }
}

Flow Evaluator::execute_if(const If& node, Frame& frame) {
  for (const Branch& branch : node.branches) {
    if (test_placed(*branch.test, frame)) return execute(branch.body, frame);
  }
  return execute(node.otherwise, frame);
}

// --- assignments ---

void Evaluator::assign(const Target& target, Value value, Frame& frame) {
  switch (target.kind) {
    case TargetKind::name:
      if (target.exported) frame.context->exports.set(*target.name, value);
      if (target.exported && target.imported) frame.context->imported.push_back(target.name);
      frame.slots[target.slot] = std::move(value);
      return;
    case TargetKind::tuple: return assign_items(target, value, frame);
    case TargetKind::member: return assign_member(target, std::move(value), frame);
  }
}

void Evaluator::assign_items(const Target& target, const Value& value, Frame& frame) {
  const List* direct = items_of(value);
  check_soft_use(value);
  if (direct == nullptr && !is_iterable(value)) {
    type_error("cannot unpack non-iterable " + type_name_of(value) + " object");
  }
  const List made = direct != nullptr ? List() : elements_of(value);
  const List& items = direct != nullptr ? *direct : made;
  if (items.size() < target.items.size()) {
    value_error("not enough values to unpack (expected " + std::to_string(target.items.size()) + ", got " +
                std::to_string(items.size()) + ")");
  }
  if (items.size() > target.items.size()) {
    value_error("too many values to unpack (expected " + std::to_string(target.items.size()) + ")");
  }
  for (std::size_t i = 0; i < items.size(); ++i) assign(*target.items[i], items[i], frame);
}

// Looked at before the value is made, too: that is the error that Jinja2 gives first.
Value Evaluator::space_of(const Target& target, Frame& frame) {
  Value space = eval(*target.space, frame);
  if (family_of(space) != Family::space) {
    fail(type::kRuntime, "cannot assign attribute on non-namespace object",
         "make one with {% set " + std::string(target.space->name) + " = namespace() %}");
  }
  return space;
}

void Evaluator::assign_member(const Target& target, Value value, Frame& frame) {
  const Value space = space_of(target, frame);
  as<Namespace>(space).members.set(*target.name, std::move(value));
}

Flow Evaluator::execute_set_block(const SetBlock& node, Frame& frame) {
  clear(node.slots, frame);
  const Capture capture = begin_capture();
  // What is captured is made after an `extends` too.
  const CompiledTemplate* extended = std::exchange(frame.extended, nullptr);
  const Flow flow = execute(node.body, frame);
  frame.extended = extended;
  const bool safe = *frame.context->escapes;
  Value text = end_capture(capture, node.filters == nullptr ? safe : frame.autoescape);
  if (flow != Flow::on) return flow;  // a break or continue leaves nothing of it
  if (node.filters != nullptr) {
    text = apply_filters(*node.filters, text, frame);
    if (safe && !is_safe(text)) text = make_safe(to_str(text));
  }
  assign(*node.target, std::move(text), frame);
  return Flow::on;
}

Flow Evaluator::execute_with(const With& node, Frame& frame) {
  List values;
  for (const Expr* value : node.values) values.push_back(eval(*value, frame));
  clear(node.slots, frame);
  for (std::size_t i = 0; i < values.size(); ++i) assign(*node.targets[i], std::move(values[i]), frame);
  return execute(node.body, frame);
}

// --- blocks of text ---

Flow Evaluator::execute_filter_block(const FilterBlock& node, Frame& frame) {
  clear(node.slots, frame);
  const Capture capture = begin_capture();
  const Flow flow = execute(node.body, frame);
  const Value text = end_capture(capture, frame.autoescape);
  if (flow != Flow::on) return flow;
  const Value result = apply_filters(*node.filters, text, frame);
  if (!result.is_string()) {
    std::string why = "a filter block's result must be text, not " + type_name_of(result);
    // Jinja2 joins what a template puts out when it is printed, and a module may never be.
    const bool is_module_text = importing_ != nullptr && importing_->captures == captures_ &&
                                (frame.chain != nullptr || frame.unit == &frame.home->parsed().root);
    if (!is_module_text) type_error(why);
    if (importing_->not_text.empty()) importing_->not_text = std::move(why);
    return Flow::on;
  }
  // As it is: what the filters gave is not escaped.
  if (map_ != nullptr) record_value(result, *node.filters);
  out_.append(result.as_string());
  return Flow::on;
}

Value Evaluator::make_macro(const MacroDefinition& definition, Frame& frame) {
  Value made = make_object<MacroObject>(definition);
  MacroObject& macro = as<MacroObject>(made);
  macro.home = frame.home;
  macro.context = frame.context;
  macro.autoescape = frame.autoescape;
  if (frame.closure != nullptr) {
    macro.outer = &frame;
    // The closure is kept to the end of the render anyway.
  }
  return made;
}

void Evaluator::execute_call_block(const CallBlock& node, Frame& frame) {
  const Call& call_node = *node.call;
  try {
    const Value callee = eval(*call_node.callee, frame);
    ArgumentBuffer arguments;
    eval_arguments(call_node.arguments, frame, arguments);
    arguments.push_keyword(Value("caller"), make_macro(*node.definition, frame));
    if (call_printing(callee, arguments, call_node, frame)) return;
    autoescape_ = *frame.context->escapes;
    print_value(call(callee, arguments), call_node, frame);
  } catch (const NeedsCopies&) {
    throw;
  } catch (...) {
    rethrow(frame, call_node.offset, call_node.length);
  }
}

Flow Evaluator::execute_autoescape(const Autoescape& node, Frame& frame) {
  const bool before = frame.autoescape;
  const bool escaped_before = *frame.context->escapes;
  clear(node.slots, frame);
  frame.autoescape = *frame.context->escapes = test(*node.enabled, frame);
  const Flow flow = execute(node.body, frame);
  frame.autoescape = before;
  // A break or continue out of it leaves the filters as they are, in Jinja2 too.
  if (flow == Flow::on) *frame.context->escapes = escaped_before;
  return flow;
}

}  // namespace sailmaker::jinja
