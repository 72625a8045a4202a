#pragma once

#include <cstddef>
#include <functional>

namespace sailmaker {

/// Calls work(i) once for each i in [0, count), on up to `threads` threads (0: one a core); returns when all are done.
/// Indices are handed out in order, so that a run on one thread is a plain loop. An exception of `work` stops the
/// handing out and is thrown again here. `work` must be safe to call at once from several threads.
void parallel_for(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work);

}  // namespace sailmaker
