#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sql/address.h"

namespace sailmaker::target {

/// Takes the target for one writer by a lock of the database, held by a session of its own: it ends with the returned
/// object, and when the session does. Who holds it stands in sailmaker_records, where the user may make that. `place`
/// is the target's description.
Result<std::shared_ptr<void>> take_sql_lock(const sql::Address& address, std::string_view who,
                                            const std::string& place);

}  // namespace sailmaker::target
