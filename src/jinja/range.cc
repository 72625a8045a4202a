#include <cmath>

#include "jinja/big_integer.h"
#include "jinja/objects.h"
#include "jinja/print.h"

// What range() makes: Python's arithmetic progressions, with bounds of any size.

namespace sailmaker::jinja {

Range::Range(std::int64_t first, std::int64_t end, std::int64_t by)
    : EngineObject(Family::range), start(first), stop(end), step(by) {
  const __int128 span = step > 0 ? static_cast<__int128>(stop) - start : static_cast<__int128>(start) - stop;
  const __int128 size_of_step = step > 0 ? static_cast<__int128>(step) : -static_cast<__int128>(step);
  if (span > 0) {
    const __int128 count = (span + size_of_step - 1) / size_of_step;
    size = count > INT64_MAX ? INT64_MAX : static_cast<std::int64_t>(count);
  }
}

Range::Range(Wide bounds) : EngineObject(Family::range) {
  const bool up = big_compare(bounds.step, Value(0)) > 0;
  const Value span =
      big_arithmetic(ExprKind::subtract, up ? bounds.stop : bounds.start, up ? bounds.start : bounds.stop);
  bounds.size = Value(0);
  if (big_compare(span, Value(0)) > 0) {
    const Value by = up ? bounds.step : big_negate(bounds.step);
    const Value rest = big_arithmetic(ExprKind::subtract, span, Value(1));
    bounds.size = big_arithmetic(ExprKind::add, big_arithmetic(ExprKind::floor_divide, rest, by), Value(1));
  }
  size = bounds.size.is_integer() ? bounds.size.as_integer() : INT64_MAX;
  wide = std::make_unique<const Wide>(std::move(bounds));
}

Value Range::wide_at(std::int64_t i) const {
  return big_arithmetic(ExprKind::add, wide->start, big_arithmetic(ExprKind::multiply, Value(i), wide->step));
}

Value Range::from_end(std::int64_t i) const {
  const Value place = big_arithmetic(ExprKind::add, wide->size, Value(i));
  if (big_compare(place, Value(0)) < 0) return missing();
  return big_arithmetic(ExprKind::add, wide->start, big_arithmetic(ExprKind::multiply, place, wide->step));
}

std::optional<Value> Range::member(std::string_view name) const {
  if (name == "start") return wide ? wide->start : Value(start);
  if (name == "stop") return wide ? wide->stop : Value(stop);
  if (name == "step") return wide ? wide->step : Value(step);
  return std::nullopt;
}

bool Range::equals(const Value& other) const {
  if (family_of(other) != Family::range) return false;
  const Range& r = as<Range>(other);
  if (wide || r.wide) {
    const Value mine = wide ? wide->size : Value(size);
    const Value others = r.wide ? r.wide->size : Value(r.size);
    if (!(mine == others) || size == 0) return mine == others;
    return at(0) == r.at(0) && (size == 1 || *member("step") == *r.member("step"));
  }
  return size == r.size && (size == 0 || (start == r.start && (size == 1 || step == r.step)));
}

bool Range::contains(const Value& value) const {
  if (!is_int(value)) {
    if (!value.is_real() || !(value == value) || std::isinf(value.as_real())) return false;
    const Value whole = integer_of_real(value.as_real());
    return whole == value && contains(whole);
  }
  if (size == 0) return false;
  if (wide || value.is_big_integer()) {
    const Value place = place_of(value);
    const Value count = wide ? wide->size : Value(size);
    const Value from = big_arithmetic(ExprKind::subtract, value, *member("start"));
    return big_arithmetic(ExprKind::modulo, from, *member("step")) == Value(0) && big_compare(place, Value(0)) >= 0 &&
           big_compare(place, count) < 0;
  }
  const std::int64_t number = value.is_boolean() ? value.as_boolean() : value.as_integer();
  const __int128 from = static_cast<__int128>(number) - start;
  return from % step == 0 && from / step >= 0 && from / step < size;
}

Value Range::place_of(const Value& value) const {
  const Value whole = value.is_real() ? integer_of_real(value.as_real()) : value;
  const Value from = big_arithmetic(ExprKind::subtract, whole, *member("start"));
  return big_arithmetic(ExprKind::floor_divide, from, *member("step"));
}

void Range::repr(std::string& out, int) const {
  out += "range(" + to_str(*member("start")) + ", " + to_str(*member("stop"));
  const Value by = *member("step");
  if (!(by == Value(1))) out += ", " + to_str(by);
  out.push_back(')');
}

}  // namespace sailmaker::jinja
