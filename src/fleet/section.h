#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fleet/decode.h"
#include "fleet/model.h"

namespace sailmaker::fleet {

/// A part of an origin while it is decoded: its value and the way to it. What is wrong becomes a finding with its
/// place. It refers to the section around it, so it lives on the stack of its decoder, never longer than that one.
class Section {
 public:
  Section(const std::shared_ptr<const Origin>& origin, Findings& findings);

  const Value& value() const { return *value_; }
  bool is_null() const { return value_->is_null(); }
  /// The key (or the text of the index) under which it stands in the section around it.
  std::string key() const;
  Path path() const;
  Source source(Places::Part part = Places::Part::value) const;
  /// The value as it stands in the text: `1.10`, not 1.1.
  std::string_view written() const;
  const std::shared_ptr<const Origin>& origin() const { return origin_; }
  /// How messages call it: 'stacks.prod.vars', or the file for the root.
  std::string name() const;

  /// True for a map; null counts as an empty one. Anything else is an error; `list_hint` is its hint if it is a list.
  bool expect_map(std::string_view list_hint = {}) const;
  /// True for a list; anything else is an error.
  bool expect_list() const;
  /// "'protected' must be true or false, but `maybe` is text".
  void wrong_type(std::string_view expected, std::string hint = {}) const;
  /// A key that people may expect, and what to do instead.
  struct Expected {
    std::string_view key;
    std::string_view hint;
  };
  /// Every key of the map that is none of `known` is an error, whose hint is that of `expected`, or else a near miss.
  void check_keys(std::span<const std::string> known, std::span<const Expected> expected = {}) const;

  /// The part under `key`; nothing when the map has none.
  std::optional<Section> find(std::string_view key) const;
  /// Calls `use` for each entry whose key is text; other keys are errors ("the name of a stack ... must be text").
  /// `what` is "a stack" or the like. Nothing happens where there is no map.
  void each_entry(std::string_view what, const std::function<void(const Section&)>& use) const;
  void each_item(const std::function<void(const Section&)>& use) const;

  /// The text under `key`; nothing when it is missing or null, or, with a finding, when it is empty or no text.
  std::optional<std::string> text(std::string_view key) const;
  bool flag(std::string_view key, bool missing) const;
  /// The `vars` under `key`, whose names are checked.
  Vars vars(std::string_view key) const;

  const Findings& findings() const { return findings_; }
  void error(std::string message, std::string hint = {}, Places::Part part = Places::Part::value) const;
  void warning(std::string message, std::string hint = {}, Places::Part part = Places::Part::value) const;

 private:
  // A map's entry, or, without a key, a list's item.
  Section(const Section& around, std::size_t index, const Value* key, const Value& value);

  const std::shared_ptr<const Origin>& origin_;
  Findings& findings_;
  const Section* around_ = nullptr;
  const Value* key_ = nullptr;  // null in a list
  std::size_t index_ = 0;       // in the map or list around it
  const Value* value_;
  // In the origin's places, when it has any.
  Places::Node node_ = 0;
  Places::Node key_node_ = 0;
};

/// Calls `decode` for each entry of the map under `key` whose name is fit to be one (see name_problem()). `what` is "a
/// stack" or the like.
void each_named(const Section& root, std::string_view key, std::string_view what,
                const std::function<void(const Section&)>& decode);

}  // namespace sailmaker::fleet
