#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sailmaker::yaml {

/// Whether the fast reader may look at a text at all: UTF-8 without tabs, carriage returns, control characters, byte
/// order marks and Unicode's line ends.
bool is_everyday_text(std::string_view text);

/// The tokens of everyday YAML. Functions return false where they are not certain; the reader then gives up.
/// At the end of the text the column is -1, and the character looked at is a newline.
class FastScanner {
 public:
  /// `text` must be everyday text.
  explicit FastScanner(std::string_view text)
      : begin_(text.data()), end_(text.data() + text.size()), at_(begin_), line_(begin_) {}

  /// A scalar on one line. `text` is good until the next scalar is read.
  struct Scalar {
    std::string_view text;
    std::size_t offset = 0;  ///< where it stands, quote included
    bool plain = false;
    bool is_key = false;  ///< a ':' that makes it one follows; the scanner stands behind it
  };

  char peek() const { return at_ < end_ ? *at_ : '\n'; }
  char peek_next() const { return end_ - at_ > 1 ? at_[1] : '\n'; }
  void skip() { ++at_; }
  bool at_dash() const { return peek() == '-' && is_blank_or_end(peek_next()); }
  std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }

  /// Column of the character looked at, from 0.
  int column() const { return at_ == end_ ? -1 : static_cast<int>(at_ - line_); }

  void skip_blanks() {
    while (at_ < end_ && *at_ == ' ') ++at_;
  }

  /// True when nothing but blanks or a comment is left on the line.
  bool at_line_end();
  /// From the end of a value on to the next line that holds something. False when something else follows the value.
  bool next_content();

  bool block_scalar(Scalar& scalar);
  bool flow_scalar(Scalar& scalar);
  /// Over blanks, comments and line ends between the tokens of [ ] and { }.
  bool skip_flow_space();
  /// The text of a literal block whose '|' is looked at; `parent` is the column of what holds it. Stands on the next
  /// content behind it.
  bool literal(int parent, std::string_view& text);

 private:
  static bool is_blank_or_end(char c) { return c == ' ' || c == '\n'; }

  bool quoted(Scalar& scalar);
  bool single_quoted(Scalar& scalar);
  bool double_quoted(Scalar& scalar);
  bool escape();
  bool hex_escape(int digits);
  bool after_block_key(Scalar& scalar, const char* begin);
  bool skip_comment();
  bool new_line();
  bool block_header(char& chomping);
  bool leading_lines(int parent, int& indent);
  void literal_lines(int indent, char chomping);
  int indent_up_to(int limit);

  const char* begin_;
  const char* end_;
  const char* at_;
  const char* line_;    // where the line looked at begins
  std::string buffer_;  // text that does not stand in the source as it is
};

}  // namespace sailmaker::yaml
