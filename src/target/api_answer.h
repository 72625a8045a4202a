#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "target/api_client.h"
#include "target/pipeline_api.h"

namespace sailmaker::target {

// What Front50's and Gate's answers say about pipelines.

/// The items of a list; an error when it is none.
Result<std::vector<Value>> list_in(const Value& answer, const std::string& call);

/// The texts under `key` of a list of maps, in the list's order.
Result<std::optional<std::vector<std::string>>> names_in(const Value& answer, std::string_view key,
                                                         const std::string& call);

/// The pipeline that GET `path` answers; nothing when there is none.
Result<std::optional<Value>> found_in(const ApiClient& client, const std::string& path, const http::Response& answer);

/// The versions that GET `path` answers; none when there is no such pipeline.
Result<std::vector<Value>> history_in(const ApiClient& client, const std::string& path, const http::Response& answer);

/// Whether DELETE `path` removed something, or there was nothing.
Result<bool> removed_in(const ApiClient& client, const std::string& path, const http::Response& answer);

/// Those of the name, which Spinnaker compares ignoring case and blanks around it.
std::vector<Value> with_name(const std::vector<Value>& pipelines, std::string_view name);

/// The failures inside the 200 that a batch is answered with. An old Front50 answers nothing: all went well then.
Result<std::vector<Refused>> refused_in(std::string_view answer, const std::string& call);

}  // namespace sailmaker::target
