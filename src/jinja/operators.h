#pragma once

#include "jinja/ast.h"
#include "value/value.h"

namespace sailmaker::jinja {

class Evaluator;

/// Python's operators on any two values. They throw Failure with Python's messages.
Value arithmetic(Evaluator& evaluator, ExprKind op, const Value& left, const Value& right);
Value negate(const Value& value);
Value plus(const Value& value);
/// Below 0, 0, above 0: the order of numbers, texts, lists and tuples; TypeError for anything else, `op` names it
/// there.
bool compare(CompareOp op, const Value& left, const Value& right);
bool less(const Value& left, const Value& right);
bool contains(const Value& container, const Value& value);
/// a == b where undefined values may be among them.
bool equals(const Value& left, const Value& right);

/// The number as a double; false when it is no number.
bool to_real(const Value& value, double& real);
/// The integer of an integer or boolean; false for anything else.
bool to_integer(const Value& value, std::int64_t& integer);

}  // namespace sailmaker::jinja
