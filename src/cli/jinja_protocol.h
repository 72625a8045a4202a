#pragma once

#include <string>
#include <string_view>

namespace sailmaker::cli {

/// One request of `sailmaker jinja --jsonl`, a JSON object with `template` and perhaps `id`, `name`, `context`,
/// `templates` and `options` (Jinja2's names and defaults), to one answer: {"id", "ok": true, "output"} or
/// {"id", "ok": false, "error": {"type", "message", "line", "name"}}. Neither has a line end. A line that is no such
/// request is answered with an error too.
std::string answer_jinja_request(std::string_view json_line);

}  // namespace sailmaker::cli
