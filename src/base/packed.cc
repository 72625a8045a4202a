#include "base/packed.h"

#include <zlib.h>

#include <algorithm>

#include "base/base64.h"

namespace sailmaker {

namespace {

// Pipelines are so alike that more effort saves little and costs much of a sync's time.
constexpr int kEffort = 1;

Bytef* bytes_of(std::string& text) { return reinterpret_cast<Bytef*>(text.data()); }
const Bytef* bytes_of(std::string_view text) { return reinterpret_cast<const Bytef*>(text.data()); }

Error broken() { return Error("the compressed text is not whole"); }

// Inflates piece by piece, as nothing tells the length before.
class Inflating {
 public:
  Inflating() : good_(inflateInit(&stream_) == Z_OK) {}
  ~Inflating() {
    if (good_) inflateEnd(&stream_);
  }
  Inflating(const Inflating&) = delete;
  Inflating& operator=(const Inflating&) = delete;

  Result<std::string> run(std::string_view bytes, std::size_t limit) {
    if (!good_) return Error("there is no memory to decompress in");
    stream_.next_in = const_cast<Bytef*>(bytes_of(bytes));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    for (int state = Z_OK; state != Z_STREAM_END;) {
      const std::size_t before = out.size();
      if (before > limit) return Error("the compressed text is too long");
      out.resize(before + std::max<std::size_t>(before, kFirst));
      stream_.next_out = bytes_of(out) + before;
      stream_.avail_out = static_cast<uInt>(out.size() - before);
      state = inflate(&stream_, Z_NO_FLUSH);
      const bool got_on = stream_.avail_out < out.size() - before;
      out.resize(out.size() - stream_.avail_out);
      if (state != Z_STREAM_END && (state != Z_OK || !got_on)) return broken();
    }
    if (out.size() > limit) return Error("the compressed text is too long");
    return out;
  }

 private:
  static constexpr std::size_t kFirst = 64 << 10;

  z_stream stream_ = {};
  bool good_;
};

}  // namespace

std::string pack(std::string_view text) {
  std::string out(compressBound(static_cast<uLong>(text.size())), '\0');
  auto size = static_cast<uLongf>(out.size());
  // The room is enough, so nothing but a lack of memory can fail.
  if (compress2(bytes_of(out), &size, bytes_of(text), static_cast<uLong>(text.size()), kEffort) != Z_OK) {
    throw std::bad_alloc();
  }
  out.resize(size);
  return base64_encode(out);
}

Result<std::string> unpack(std::string_view packed, std::size_t limit) {
  const auto bytes = base64_decode(packed);
  if (!bytes) return broken();
  return Inflating().run(*bytes, limit);
}

}  // namespace sailmaker
