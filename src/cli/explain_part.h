#pragma once

#include <string>

namespace sailmaker::fleet {
struct Entry;
}

namespace sailmaker::cli {

class Arguments;
class Session;

/// `explain KEY PATH`: where one field of a pipeline comes from. Gives the exit code.
int explain_part(const Arguments& arguments, const Session& session, const fleet::Entry& entry);

}  // namespace sailmaker::cli
