#include <algorithm>

#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/html.h"
#include "jinja/operators.h"
#include "jinja/print.h"
#include "jinja/text.h"
#include "jinja/unicode_class.h"

// pprint: values laid out as Python's pprint does it.

namespace sailmaker::jinja {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kLongest = 64 << 20;

// What fits into the width stands on one line, else each element on its own. `column` is where a value begins, `after`
// how much must still follow on its last line.
class PrettyPrinter {
 public:
  explicit PrettyPrinter(Evaluator& evaluator) : evaluator_(evaluator) {}

  void write(const Value& value, std::size_t column, std::size_t after, int depth) {
    evaluator_.charge(1);
    const std::string flat = flat_text(value);
    const List* items = is_opaque(value) ? nullptr : items_of(value);
    const bool inside_itself = std::find(open_.begin(), open_.end(), content_of(value)) != open_.end();
    if (inside_itself || column + code_points(flat) + after <= kWidth) {
      out_ += flat;
    } else if (items != nullptr) {
      write_items(value, *items, column, after, depth);
    } else if (value.is_map()) {
      write_map(value.as_map(), column, after, depth);
    } else if (value.is_string() && !is_safe(value) && !value.as_string().empty()) {
      write_text(value.as_string(), column, after, depth);
    } else {
      out_ += flat;
    }
  }

  std::string take() { return std::move(out_); }

 private:
  static std::vector<const Map::Entry*> sorted(const Map& map) {
    std::vector<const Map::Entry*> entries;
    for (const Map::Entry& entry : map) entries.push_back(&entry);
    std::stable_sort(entries.begin(), entries.end(), [](const Map::Entry* a, const Map::Entry* b) {
      try {
        return less(a->key, b->key);
      } catch (const Failure& failure) {
        if (failure.error.type != type::kType) throw;
        return type_name_of(a->key) < type_name_of(b->key);
      }
    });
    return entries;
  }

  // A value that holds another twice doubles with each level.
  static void check_size(const std::string& out) {
    if (out.size() > kLongest) fail(type::kLimit, "a value that is longer than 64 MB when printed");
  }

  // What is being written; a value that holds itself is only named inside.
  struct Opened {
    Opened(PrettyPrinter& printer, const void* content) : all(printer.open_) {
      if (all.size() > 200) throw TooDeep{};
      all.push_back(content);
    }
    ~Opened() { all.pop_back(); }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    std::vector<const void*>& all;
  };

  // What groupby gives is a class of its own, which pprint leaves as it prints itself.
  static bool is_opaque(const Value& value) { return family_of(value) == Family::tuple && as<Tuple>(value).is_group; }

  static const void* content_of(const Value& value) {
    return value.is_map() ? static_cast<const void*>(&value.as_map()) : items_of(value);
  }

  std::string flat_items(const List& items) {
    std::string out;
    for (const Value& item : items) {
      out += (out.empty() ? "" : ", ") + flat_text(item);
      check_size(out);
    }
    return out;
  }

  std::string flat_text(const Value& value) {
    evaluator_.charge(1);
    const void* content = is_opaque(value) ? nullptr : content_of(value);
    if (content == nullptr) return to_repr(value);
    if (std::find(open_.begin(), open_.end(), content) != open_.end()) {
      return "<Recursion on " + type_name_of(value) + ">";
    }
    const Opened opened(*this, content);
    if (value.is_list()) return "[" + flat_items(value.as_list()) + "]";
    if (!value.is_map()) {
      const List& items = as<Tuple>(value).items;
      return "(" + flat_items(items) + (items.size() == 1 ? ",)" : ")");
    }
    std::string out = "{";
    for (const Map::Entry* entry : sorted(value.as_map())) {
      if (out.size() > 1) out += ", ";
      out += flat_text(entry->key) + ": " + flat_text(entry->value);
      check_size(out);
    }
    return out + "}";
  }

  void next_line(std::size_t column) { out_.append(",\n").append(column + 1, ' '); }

  void write_items(const Value& value, const List& items, std::size_t column, std::size_t after, int depth) {
    const Opened opened(*this, &items);
    const std::string_view end = value.is_list() ? "]" : items.size() == 1 ? ",)" : ")";
    out_ += value.is_list() ? "[" : "(";
    for (std::size_t i = 0; i < items.size(); ++i) {
      const bool last = i + 1 == items.size();
      if (i > 0) next_line(column);
      write(items[i], column + 1, last ? after + end.size() : 1, depth + 1);
    }
    out_ += end;
  }

  void write_map(const Map& map, std::size_t column, std::size_t after, int depth) {
    const Opened opened(*this, &map);
    const auto entries = sorted(map);
    out_ += "{";
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const bool last = i + 1 == entries.size();
      const std::string key = flat_text(entries[i]->key) + ": ";
      if (i > 0) next_line(column);
      out_ += key;
      write(entries[i]->value, column + 1 + code_points(key), last ? after + 1 : 1, depth + 1);
    }
    out_ += "}";
  }

  // A word with the white space behind it.
  static std::size_t end_of_part(std::string_view text, std::size_t i) {
    bool in_space = false;
    while (i < text.size()) {
      std::size_t next = i;
      const bool space = is_space(next_code_point(text, next));
      if (in_space && !space) break;
      in_space = space;
      i = next;
    }
    return i;
  }

  static std::string repr_of(std::string_view text) {
    std::string out;
    append_repr_text(out, text);
    return out;
  }

  // The parts of one line that each fit into `width`; the last of them into `last_width`.
  static void cut_line(std::string_view line, std::size_t width, std::size_t last_width,
                       std::vector<std::string>& chunks) {
    std::string_view current = line.substr(0, 0);
    for (std::size_t i = 0; i < line.size();) {
      const std::size_t end = end_of_part(line, i);
      const std::size_t room = end == line.size() ? last_width : width;
      const std::size_t start = static_cast<std::size_t>(current.data() - line.data());
      if (code_points(repr_of(line.substr(start, end - start))) <= room) {
        current = line.substr(start, end - start);
      } else {
        if (!current.empty()) chunks.push_back(repr_of(current));
        current = line.substr(i, end - i);
      }
      i = end;
    }
    if (!current.empty()) chunks.push_back(repr_of(current));
  }

  // As neighbouring literals, one a line; at the top they need brackets.
  void write_text(std::string_view text, std::size_t column, std::size_t after, int depth) {
    const bool top = depth == 0;
    if (top) ++column, ++after;
    const std::size_t width = column < kWidth ? kWidth - column : 0;
    const std::size_t last_width = width > after ? width - after : 0;
    std::vector<std::string> chunks;
    const std::vector<std::string_view> lines = split_lines(text, true);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::size_t room = i + 1 == lines.size() ? last_width : width;
      std::string whole = repr_of(lines[i]);
      if (code_points(whole) <= room)
        chunks.push_back(std::move(whole));
      else
        cut_line(lines[i], width, room, chunks);
    }
    if (chunks.size() == 1) {
      out_ += repr_of(lines.back());
      return;
    }
    if (top) out_ += "(";
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      if (i > 0) out_.append("\n").append(column, ' ');
      out_ += chunks[i];
    }
    if (top) out_ += ")";
  }

  Evaluator& evaluator_;
  std::string out_;
  std::vector<const void*> open_;
};

}  // namespace

Value pretty_print_filter(Evaluator& evaluator, const Value& self, const Arguments&) {
  PrettyPrinter printer(evaluator);
  printer.write(self, 0, 0, 0);
  const std::string text = printer.take();
  evaluator.charge_text(text.size());
  return Value(std::string_view(text));
}

}  // namespace sailmaker::jinja
