#pragma once

namespace sailmaker::cli {

class Arguments;

/// `drift --keep`: writes what people changed in stored pipelines into the fleet, as overrides. Gives the exit code.
int keep_drift(const Arguments& arguments);

}  // namespace sailmaker::cli
