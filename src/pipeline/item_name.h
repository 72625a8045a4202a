#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::pipeline {

/// The path to a part of the pipeline with names in place of numbers, where an item's name is its alone:
/// `stages[deploy].account`. path_words() reads it.
std::string named_path(const Value& pipeline, const Path& path);

/// The part that such a path means; nothing where it leads nowhere, or to several parts.
std::optional<Path> find_named(const Value& pipeline, std::string_view path);

/// The item that `word` means in the list at `list`: one that is called so (see identity_of()), else one whose `name`
/// it is, else, where a number is nobody's name, the one at that place. The number of items where it means none; an
/// error where it means several.
Result<std::size_t> item_called(const Path& list, const List& items, std::string_view word);

}  // namespace sailmaker::pipeline
