#include "store/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/unicode.h"

namespace sailmaker::store {

namespace {

constexpr std::size_t kLargestFile = 16 << 20;

// Closes at the end of its life.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

Error failed(const std::string& what, const std::string& name) {
  return Error(what, Source{.file = name, .line_text = {}});
}

Error unreadable(const std::string& name, int reason) {
  return failed("the file cannot be read: " + std::generic_category().message(reason), name);
}

Error too_large(const std::string& name) {
  return failed("the file is larger than 16 MB, which is the most for a file", name);
}

Result<std::string> read_bytes(const std::filesystem::path& folder, const std::string& name) {
  // O_NONBLOCK: opening a named pipe must not wait for somebody to write into it.
  const Descriptor file(::open((folder / name).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) return unreadable(name, errno);
  struct stat state {};
  if (::fstat(file.number(), &state) != 0) return unreadable(name, errno);
  if (!S_ISREG(state.st_mode)) return failed("this is not a regular file", name);
  if (static_cast<std::size_t>(state.st_size) > kLargestFile) return too_large(name);
  // One byte more than it has, so that one call sees the end too.
  std::string text(static_cast<std::size_t>(state.st_size) + 1, '\0');
  std::size_t size = 0;
  for (;;) {
    const ssize_t count = ::read(file.number(), text.data() + size, text.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(name, errno);
    size += static_cast<std::size_t>(count);
    if (size < text.size()) break;
    if (size > kLargestFile) return too_large(name);  // it grows while it is read
    text.resize(text.size() * 2);
  }
  text.resize(size);
  return text;
}

std::string hexadecimal(unsigned char byte) {
  constexpr const char* digits = "0123456789ABCDEF";
  return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

}  // namespace

Result<std::string> read_text(const std::filesystem::path& folder, const std::string& name) {
  auto text = read_bytes(folder, name);
  if (!text) return text;
  if (text->starts_with("\xEF\xBB\xBF")) text->erase(0, 3);
  const std::size_t wrong = find_invalid_utf8(*text);
  if (wrong == std::string::npos) return text;
  // The line is not shown: it could not be printed as it is.
  Source source = locate(*text, wrong, 1, name);
  source.line_text.clear();
  return Error("the file is not UTF-8: byte " + hexadecimal(static_cast<unsigned char>((*text)[wrong])),
               std::move(source))
      .with_hint("save the file as UTF-8");
}

}  // namespace sailmaker::store
