#include "yaml/fast_scanner.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/unicode.h"

namespace sailmaker::yaml {

namespace {

// A key is found within 1024 characters or not at all; below this many bytes it is.
constexpr std::ptrdiff_t kLongestKey = 1000;

constexpr std::array<bool, 256> make_starts() {
  std::array<bool, 256> starts{};
  for (std::size_t c = '!'; c < 256; ++c) starts[c] = true;
  for (const unsigned char c :
       {',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '?', ':'}) {
    starts[c] = false;
  }
  return starts;
}

// What can begin a plain scalar. '?' and ':' can too, before some characters; the slow path knows.
constexpr std::array<bool, 256> kPlainStarts = make_starts();

bool starts_plain(char c) { return kPlainStarts[static_cast<unsigned char>(c)]; }

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_';
}

std::string_view trimmed(const char* begin, const char* end) {
  while (end > begin && end[-1] == ' ') --end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

bool is_everyday(std::uint32_t c) {
  return c >= 0xA0 && c != 0x2028 && c != 0x2029 && c != 0xFEFF && c != 0xFFFE && c != 0xFFFF;
}

bool is_everyday_unicode(std::string_view text) {
  if (find_invalid_utf8(text) != std::string_view::npos) return false;
  for (std::size_t position = 0; position < text.size();) {
    const std::uint32_t c = next_code_point(text, position);
    if (c >= 0x80 && !is_everyday(c)) return false;
  }
  return true;
}

// Eight bytes at a time: the high bit of each byte of a word tells something about that byte.
constexpr std::uint64_t kHighBits = 0x8080808080808080;
constexpr std::uint64_t kBlanks = 0x2020202020202020;

constexpr std::uint64_t bytes_equal(std::uint64_t word, std::uint64_t eight) {
  const std::uint64_t difference = word ^ eight;
  return ~(((difference & ~kHighBits) + ~kHighBits) | difference) & kHighBits;
}

// Bytes that are control characters and no newline.
constexpr std::uint64_t control_bytes(std::uint64_t word) {
  const std::uint64_t low = ~((word | kHighBits) - kBlanks) & ~word & kHighBits;
  return (low & ~bytes_equal(word, 0x0A0A0A0A0A0A0A0A)) | bytes_equal(word, 0x7F7F7F7F7F7F7F7F);
}

}  // namespace

bool is_everyday_text(std::string_view text) {
  std::uint64_t bad = 0;
  std::uint64_t high = 0;
  std::size_t at = 0;
  for (; at + sizeof bad <= text.size(); at += sizeof bad) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    bad |= control_bytes(word);
    high |= word;
  }
  std::uint64_t rest = kBlanks;
  std::memcpy(&rest, text.data() + at, text.size() - at);
  bad |= control_bytes(rest);
  high |= rest;
  return bad == 0 && ((high & kHighBits) == 0 || is_everyday_unicode(text));
}

bool FastScanner::skip_comment() {
  if (at_ != begin_ && at_[-1] != ' ' && at_[-1] != '\n') return false;
  const void* newline = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
  at_ = newline == nullptr ? end_ : static_cast<const char*>(newline);
  return true;
}

// Stands on a newline. False before what could end a document.
bool FastScanner::new_line() {
  line_ = ++at_;
  if (end_ - at_ < 3) return true;
  return std::memcmp(at_, "---", 3) != 0 && std::memcmp(at_, "...", 3) != 0;
}

bool FastScanner::at_line_end() {
  skip_blanks();
  if (peek() == '#') return skip_comment();
  return peek() == '\n';
}

bool FastScanner::next_content() {
  if (!at_line_end()) return false;
  while (at_ < end_) {
    if (!new_line()) return false;
    skip_blanks();
    if (peek() == '#' && !skip_comment()) return false;
    if (peek() != '\n') return true;
  }
  return true;
}

bool FastScanner::block_scalar(Scalar& scalar) {
  scalar.offset = offset();
  const char* const begin = at_;
  if (*at_ == '"' || *at_ == '\'') return quoted(scalar) && after_block_key(scalar, begin);
  if (!starts_plain(*at_) || at_dash()) return false;
  for (; at_ < end_ && *at_ != '\n'; ++at_) {
    if (*at_ == ':' ? is_blank_or_end(peek_next()) : *at_ == '#' && at_[-1] == ' ') break;
  }
  scalar.text = trimmed(begin, at_);
  scalar.plain = true;
  scalar.is_key = peek() == ':';
  if (!scalar.is_key) return true;
  ++at_;
  return at_ - begin < kLongestKey;
}

bool FastScanner::after_block_key(Scalar& scalar, const char* begin) {
  const char* const behind = at_;
  skip_blanks();
  scalar.plain = false;
  scalar.is_key = peek() == ':';
  if (!scalar.is_key) {
    at_ = behind;
    return true;
  }
  ++at_;
  return is_blank_or_end(peek()) && at_ - begin < kLongestKey;
}

bool FastScanner::flow_scalar(Scalar& scalar) {
  scalar.offset = offset();
  const char* const begin = at_;
  if (peek() == '"' || peek() == '\'') {
    if (!quoted(scalar)) return false;
    skip_blanks();
    scalar.plain = false;
    scalar.is_key = peek() == ':';
  } else {
    if (!starts_plain(peek()) || (peek() == '-' && !is_word(peek_next()))) return false;
    for (; at_ < end_ && *at_ != '\n' && *at_ != ',' && *at_ != ']' && *at_ != '}'; ++at_) {
      if (*at_ == '[' || *at_ == '{' || *at_ == '?') return false;
      if (*at_ == ':' ? !is_word(peek_next()) && peek_next() != '/' : *at_ == '#' && at_[-1] == ' ') break;
    }
    scalar.text = trimmed(begin, at_);
    scalar.plain = true;
    scalar.is_key = peek() == ':';
    if (scalar.is_key && !is_blank_or_end(peek_next())) return false;
  }
  if (scalar.is_key) ++at_;
  return at_ - begin < kLongestKey || !scalar.is_key;
}

bool FastScanner::skip_flow_space() {
  while (at_ < end_) {
    skip_blanks();
    if (peek() == '#' && !skip_comment()) return false;
    if (peek() != '\n') return true;
    if (at_ == end_ || !new_line()) return false;
  }
  return false;
}

bool FastScanner::quoted(Scalar& scalar) { return *at_ == '"' ? double_quoted(scalar) : single_quoted(scalar); }

bool FastScanner::single_quoted(Scalar& scalar) {
  const char* part = ++at_;
  bool copied = false;
  for (; at_ < end_ && *at_ != '\n'; ++at_) {
    if (*at_ != '\'') continue;
    if (peek_next() != '\'') break;
    if (!copied) buffer_.clear();
    copied = true;
    buffer_.append(part, ++at_);
    part = at_ + 1;
  }
  if (peek() != '\'') return false;
  if (copied) buffer_.append(part, at_);
  scalar.text = copied ? std::string_view(buffer_) : std::string_view(part, static_cast<std::size_t>(at_ - part));
  ++at_;
  return true;
}

bool FastScanner::double_quoted(Scalar& scalar) {
  const char* part = ++at_;
  bool copied = false;
  while (at_ < end_ && *at_ != '\n' && *at_ != '"') {
    if (*at_ != '\\') {
      ++at_;
      continue;
    }
    if (!copied) buffer_.clear();
    copied = true;
    buffer_.append(part, at_);
    if (!escape()) return false;
    part = at_;
  }
  if (peek() != '"') return false;
  if (copied) buffer_.append(part, at_);
  scalar.text = copied ? std::string_view(buffer_) : std::string_view(part, static_cast<std::size_t>(at_ - part));
  ++at_;
  return true;
}

// Stands on the backslash, then behind the escape.
bool FastScanner::escape() {
  ++at_;
  switch (peek()) {
    case '"': buffer_ += '"'; break;
    case '\\': buffer_ += '\\'; break;
    case '/': buffer_ += '/'; break;
    case 'n': buffer_ += '\n'; break;
    case 't': buffer_ += '\t'; break;
    case 'r': buffer_ += '\r'; break;
    case 'x': return hex_escape(2);
    case 'u': return hex_escape(4);
    default: return false;
  }
  ++at_;
  return true;
}

bool FastScanner::hex_escape(int digits) {
  std::uint32_t code_point = 0;
  for (int i = 0; i < digits; ++i) {
    ++at_;
    const char c = peek();
    const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (!letter && (c < '0' || c > '9')) return false;
    code_point = code_point * 16 + static_cast<std::uint32_t>(letter ? (c & 7) + 9 : c - '0');
  }
  ++at_;
  if (code_point >= 0xD800 && code_point < 0xE000) return false;
  append_utf8(buffer_, code_point);
  return true;
}

// Counts blanks from the line's start, but no more than `limit`.
int FastScanner::indent_up_to(int limit) {
  while (at_ < end_ && *at_ == ' ' && at_ - line_ < limit) ++at_;
  return static_cast<int>(at_ - line_);
}

// "|", "|-" or "|+" and the end of the line. Explicit indentation is left to the slow path.
bool FastScanner::block_header(char& chomping) {
  ++at_;
  chomping = peek();
  if (chomping == '+' || chomping == '-') ++at_;
  return at_line_end() && at_ < end_;
}

// The empty lines before the text and its indentation. They must not be indented deeper than the text.
bool FastScanner::leading_lines(int parent, int& indent) {
  std::ptrdiff_t deepest = 0;
  while (true) {
    line_ = ++at_;
    skip_blanks();
    if (at_ == end_) return false;
    const std::ptrdiff_t blanks = at_ - line_;
    if (*at_ != '\n') {
      indent = static_cast<int>(blanks);
      at_ = line_;
      return blanks > parent && blanks >= deepest;
    }
    deepest = std::max(deepest, blanks);
    buffer_ += '\n';
  }
}

void FastScanner::literal_lines(int indent, char chomping) {
  std::size_t breaks = 0;  // not yet written
  while (at_ < end_) {
    const int blanks = indent_up_to(indent);
    if (at_ == end_ || (blanks < indent && *at_ != '\n')) break;
    const void* newline = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
    const char* const stop = newline == nullptr ? end_ : static_cast<const char*>(newline);
    if (stop > at_) {
      buffer_.append(breaks, '\n').append(at_, stop);
      breaks = 0;
    }
    at_ = stop;
    if (at_ == end_) break;
    ++breaks;
    line_ = ++at_;
  }
  if (chomping == '+') buffer_.append(breaks, '\n');
  if (chomping != '+' && chomping != '-' && breaks > 0) buffer_ += '\n';
}

bool FastScanner::literal(int parent, std::string_view& text) {
  char chomping = 0;
  int indent = 0;
  if (parent < 0 || !block_header(chomping)) return false;
  buffer_.clear();
  if (!leading_lines(parent, indent)) return false;
  literal_lines(indent, chomping);
  text = buffer_;
  if (at_ < end_) at_ = line_ - 1;
  return next_content();
}

}  // namespace sailmaker::yaml
