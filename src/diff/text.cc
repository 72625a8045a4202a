#include <algorithm>
#include <string>
#include <utility>

#include "base/unicode.h"
#include "diff/line_diff.h"
#include "diff/paint.h"
#include "diff/phrase.h"
#include "diff/print.h"
#include "diff/tree.h"
#include "value/map.h"
#include "yaml/emitter.h"
#include "yaml/scalar_style.h"

namespace sailmaker::diff {

namespace {

using Kind = Node::Kind;

// "key: old -> new" stands on one line up to this width, marks and blanks included.
constexpr std::size_t kWidth = 100;
// Unchanged lines shown around a change inside a long text.
constexpr std::size_t kContextLines = 2;
// So many names of unchanged items are listed; of more, the first and the last.
constexpr std::size_t kMostNames = 3;

Paint paint_of(char mark) {
  switch (mark) {
    case '+': return Paint::green;
    case '-': return Paint::red;
    case '~': return Paint::yellow;
    default: return Paint::none;
  }
}

std::string key_step(const Value& key) { return to_string(Path{key_text(key)}); }

std::string several(std::size_t count, const char* thing) {
  return std::to_string(count) + ' ' + thing + (count == 1 ? "" : "s");
}

// Text over several lines that can stand in a literal block.
bool is_long_text(const Value& value) {
  return value.is_string() && yaml::style_for(value.as_string()) == yaml::ScalarStyle::literal;
}

class Printer {
 public:
  Printer(const Identity& identity, Color color, int indent)
      : identity_(identity), color_(color), indent_(static_cast<std::size_t>(std::max(indent, 0))) {}

  std::string run(const Node& root) {
    switch (root.kind) {
      case Kind::same: break;
      case Kind::map: print_map(root, 0); break;
      case Kind::list: print_list(root, 0); break;
      case Kind::added: print_whole('+', *root.after, 0); break;
      case Kind::removed: print_whole('-', *root.before, 0); break;
      case Kind::changed: print_change(root, {}, 0); break;
    }
    return std::move(out_);
  }

 private:
  void begin_line(char mark, std::size_t depth) {
    out_.append(indent_, ' ');
    append_painted(out_, paint_of(mark), std::string_view(&mark, 1), color_);
    out_.append(1 + 2 * depth, ' ');
  }

  // A line without text ends behind its mark.
  void line(char mark, std::size_t depth, std::string_view text) {
    if (text.empty()) {
      out_.append(indent_, ' ');
      append_painted(out_, paint_of(mark), std::string_view(&mark, mark == ' ' ? 0 : 1), color_);
    } else {
      begin_line(mark, depth);
      append_painted(out_, mark == '~' ? Paint::none : paint_of(mark), text, color_);
    }
    out_ += '\n';
  }

  void note(std::size_t depth, const std::string& text) {
    begin_line(' ', depth);
    append_painted(out_, Paint::dim, "# " + text, color_);
    out_ += '\n';
  }

  void print_whole(char mark, const Value& value, std::size_t depth) {
    const std::string text = yaml::write(value);
    for (const DiffLine& part : compare_lines({}, text)) line(mark, depth, part.text);
  }

  void print_map(const Node& node, std::size_t depth) {
    std::size_t shown = 0;
    for (const Node& child : node.children) {
      if (child.kind != Kind::removed) ++shown;
      print_entry(child, key_step(*child.key), 1, depth);
    }
    const std::size_t unchanged = node.after->as_map().size() - shown;
    if (unchanged > 0) note(depth, std::to_string(unchanged) + " unchanged");
  }

  // `way` is the key, behind those of the maps around it in which nothing else differs; `steps` keys in all.
  void print_entry(const Node& node, const std::string& way, std::size_t steps, std::size_t depth) {
    path_.emplace_back(key_text(*node.key));
    if (node.kind == Kind::map && node.children.size() == 1) {
      const Node& only = node.children.front();
      const std::string step = key_step(*only.key);
      print_entry(only, way + (step.front() == '[' ? "" : ".") + step, steps + 1, depth);
    } else if (node.kind == Kind::added || node.kind == Kind::removed) {
      print_one_sided(node, way, depth);
    } else if (node.kind == Kind::changed) {
      print_change(node, way, depth);
    } else if (node.kind == Kind::map) {
      line(' ', depth, way + ':');
      print_map(node, depth + 1);
    } else if (!print_short_change(node, way, depth)) {
      line(' ', depth, way + ':');
      print_list(node, depth + 1);
    }
    path_.pop_back();
  }

  void print_one_sided(const Node& node, const std::string& way, std::size_t depth) {
    const char mark = node.kind == Kind::added ? '+' : '-';
    print_side(mark, node.kind == Kind::added ? *node.after : *node.before, way, depth);
  }

  void print_side(char mark, const Value& value, const std::string& way, std::size_t depth) {
    if (way.empty()) return print_whole(mark, value, depth);
    const bool is_block = (value.is_map() && !value.as_map().empty()) || (value.is_list() && !value.as_list().empty());
    if (is_block) {
      line(mark, depth, way + ':');
      return print_whole(mark, value, depth + 1);
    }
    const std::string text = yaml::write(value);
    const auto lines = compare_lines({}, text);
    line(mark, depth, way + ": " + std::string(lines.front().text));
    for (std::size_t i = 1; i < lines.size(); ++i) line(mark, depth, lines[i].text);
  }

  void print_change(const Node& node, const std::string& way, std::size_t depth) {
    if (is_long_text(*node.before) && is_long_text(*node.after) && print_long_text(node, way, depth)) return;
    if (print_short_change(node, way, depth)) return;
    print_side('-', *node.before, way, depth);
    print_side('+', *node.after, way, depth);
  }

  // False when it does not fit on a line.
  bool print_short_change(const Node& node, const std::string& way, std::size_t depth) {
    if (!is_simple(*node.before) || !is_simple(*node.after)) return false;
    if (is_long_text(*node.before) || is_long_text(*node.after)) return false;
    const std::string old_text = phrase(*node.before);
    const std::string new_text = phrase(*node.after);
    const std::size_t width = indent_ + 2 * depth + code_points(way) + code_points(old_text) + code_points(new_text);
    if (width + 8 > kWidth) return false;
    begin_line('~', depth);
    if (!way.empty()) out_ += way + ": ";
    append_painted(out_, Paint::red, old_text, color_);
    out_ += " -> ";
    append_painted(out_, Paint::green, new_text, color_);
    out_ += '\n';
    return true;
  }

  // False when both differ in nothing but the end of the last line, which lines do not show.
  bool print_long_text(const Node& node, const std::string& way, std::size_t depth) {
    const auto lines = compare_lines(node.before->as_string(), node.after->as_string());
    const auto is_kept = [](const DiffLine& part) { return part.mark == ' '; };
    if (std::all_of(lines.begin(), lines.end(), is_kept)) return false;
    line('~', depth, way.empty() ? "|" : way + ": |");
    for (std::size_t i = 0; i < lines.size();) {
      const std::size_t end = static_cast<std::size_t>(
          std::find_if_not(lines.begin() + static_cast<std::ptrdiff_t>(i), lines.end(), is_kept) - lines.begin());
      print_kept_lines(lines, i, end, depth + 1);
      for (i = end; i < lines.size() && !is_kept(lines[i]); ++i) line(lines[i].mark, depth + 1, lines[i].text);
    }
    return true;
  }

  void print_kept_lines(const std::vector<DiffLine>& lines, std::size_t begin, std::size_t end, std::size_t depth) {
    const std::size_t head = std::min(end, begin == 0 ? 0 : begin + kContextLines);
    const std::size_t tail = std::max(head, end == lines.size() ? end : end - std::min(end, kContextLines));
    const bool fold = tail > head + 1;
    for (std::size_t i = begin; i < end; ++i) {
      if (fold && i == head) {
        note(depth, several(tail - head, "unchanged line"));
        i = tail;
        if (i == end) return;
      }
      line(' ', depth, lines[i].text);
    }
  }

  void print_list(const Node& node, std::size_t depth) {
    const bool order_matters = std::any_of(node.children.begin(), node.children.end(), [](const Node& child) {
      return child.moved || child.kind == Kind::added || child.kind == Kind::removed;
    });
    std::size_t next = 0;
    for (const Node& child : node.children) {
      print_unchanged(node, next, child.new_index, order_matters, depth);
      next = child.new_index + (child.kind == Kind::removed ? 0 : 1);
      print_item(node, child, depth);
    }
    print_unchanged(node, next, node.after->as_list().size(), order_matters, depth);
  }

  // Items [begin, end) of the new list; named where a reader wants to know between which items another stands.
  void print_unchanged(const Node& node, std::size_t begin, std::size_t end, bool with_names, std::size_t depth) {
    if (begin >= end) return;
    std::string text = std::to_string(end - begin) + " unchanged";
    const std::string names = with_names ? names_of(node.after->as_list(), begin, end) : std::string();
    if (!names.empty()) text += ": " + names;
    note(depth, text);
  }

  std::string names_of(const List& list, std::size_t begin, std::size_t end) const {
    std::string out;
    for (std::size_t i = begin; i < end; ++i) {
      if (end - begin > kMostNames && i > begin && i + 1 < end) continue;
      const std::string name = name_of(list[i]);
      if (name.empty()) return {};
      if (i > begin) out += end - begin > kMostNames ? " ... " : ", ";
      out += phrase(Value(name));
    }
    return out;
  }

  std::string name_of(const Value& item) const {
    return identity_ && item.is_map() ? identity_(path_, item) : std::string();
  }

  void print_item(const Node& list, const Node& node, std::size_t depth) {
    path_.emplace_back(node.new_index);
    const Value& shown = node.after != nullptr ? *node.after : *node.before;
    const std::size_t index = node.kind == Kind::removed ? node.old_index : node.new_index;
    const std::string title = heading(node.name, shown, index);
    if (node.moved) {
      print_moved(list, node, title, depth);
    } else if (node.kind == Kind::added || node.kind == Kind::removed) {
      print_lone_item(node, title, depth);
    } else if (node.kind == Kind::changed) {
      print_change(node, title, depth);
    } else if (!(node.kind == Kind::list && print_short_change(node, title, depth))) {
      line(' ', depth, title + ':');
      print_inside(node, depth + 1);
    }
    path_.pop_back();
  }

  void print_inside(const Node& node, std::size_t depth) {
    if (node.kind == Kind::map) print_map(node, depth);
    if (node.kind == Kind::list) print_list(node, depth);
  }

  void print_lone_item(const Node& node, const std::string& title, std::size_t depth) {
    if (!node.name.empty()) return print_one_sided(node, title, depth);
    const bool added = node.kind == Kind::added;
    print_whole(added ? '+' : '-', List{added ? *node.after : *node.before}, depth);
  }

  void print_moved(const Node& list, const Node& node, const std::string& title, std::size_t depth) {
    begin_line('~', depth);
    out_ += node.after->is_map() || node.after->is_list() ? title : "- " + phrase(*node.after);
    if (node.kind != Kind::same) out_ += ':';
    append_painted(out_, Paint::yellow, "  # moved" + former_place(list, node), color_);
    out_ += '\n';
    print_inside(node, depth + 1);
  }

  std::string former_place(const Node& list, const Node& node) const {
    if (node.old_index == 0) return ", was first";
    const std::string name = name_in_list(list.before->as_list()[node.old_index - 1]);
    if (name.empty()) return ", was at [" + std::to_string(node.old_index) + "]";
    const bool still = node.new_index > 0 && name_in_list(list.after->as_list()[node.new_index - 1]) == name;
    return (still ? " with " : ", was after ") + phrase(Value(name));
  }

  // path_ leads to the item being printed, the identity wants the list around it.
  std::string name_in_list(const Value& item) const {
    if (!identity_ || !item.is_map()) return {};
    return identity_(Path(path_.begin(), path_.end() - 1), item);
  }

  const Identity& identity_;
  Color color_;
  std::size_t indent_;
  Path path_;
  std::string out_;
};

}  // namespace

std::string to_text(const Comparison& comparison, Color color, int indent) {
  return Printer(comparison.identity(), color, indent).run(comparison.root());
}

std::string to_text(const Value& before, const Value& after, const Identity& identity, Color color, int indent) {
  return to_text(Comparison(before, after, identity), color, indent);
}

}  // namespace sailmaker::diff
