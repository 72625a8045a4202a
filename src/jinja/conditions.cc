#include "jinja/conditions.h"

#include "jinja/parser.h"
#include "jinja/walk.h"

namespace sailmaker::jinja {

namespace {

// Statements begin in the order of the source, so the last one that begins before a place is the one it stands in.
class Search {
 public:
  explicit Search(std::uint32_t offset) : offset_(offset) {}

  std::vector<Condition> run(Body body) {
    look(body);
    return std::move(found_);
  }

 private:
  void look(Body body) {
    for (const Stmt* stmt : body) look(*stmt);
  }

  void look(const Stmt& stmt) {
    if (stmt.offset > offset_) return;
    found_ = open_;
    if (stmt.kind == StmtKind::conditional) return look_at_branches(static_cast<const If&>(stmt));
    if (stmt.kind == StmtKind::loop) return look_at_loop(static_cast<const For&>(stmt));
    for_each_part(
        stmt, [](const Expr&) {}, [this](const Stmt& inner) { look(inner); });
  }

  void look_at_branches(const If& stmt) {
    for (const Branch& branch : stmt.branches) within({Condition::Kind::holds, branch.test}, branch.body);
    const std::size_t open = open_.size();
    for (const Branch& branch : stmt.branches) open_.push_back({Condition::Kind::fails, branch.test});
    look(stmt.otherwise);
    open_.resize(open);
  }

  void look_at_loop(const For& stmt) {
    open_.push_back({Condition::Kind::loop, stmt.iterable});
    if (stmt.filter != nullptr) {
      within({Condition::Kind::holds, stmt.filter}, stmt.body);
    } else {
      look(stmt.body);
    }
    open_.pop_back();
    look(stmt.otherwise);
  }

  void within(Condition condition, Body body) {
    open_.push_back(condition);
    look(body);
    open_.pop_back();
  }

  std::uint32_t offset_;
  std::vector<Condition> open_;
  std::vector<Condition> found_;
};

}  // namespace

std::vector<Condition> conditions_at(const Parsed& parsed, std::uint32_t offset) {
  return Search(offset).run(parsed.root.body);
}

}  // namespace sailmaker::jinja
