#include <algorithm>
#include <set>

#include "base/unicode.h"
#include "jinja/failure.h"
#include "jinja/html.h"
#include "jinja/operators.h"
#include "jinja/print.h"
#include "jinja/unicode_class.h"

// urlize: finds addresses in a text, word by word, by the rules of Jinja2.

namespace sailmaker::jinja {

namespace {

constexpr std::size_t npos = std::string_view::npos;

template <typename Test>
bool all(std::string_view text, Test test) {
  for (std::size_t i = 0; i < text.size();) {
    if (!test(next_code_point(text, i))) return false;
  }
  return true;
}

bool is_digit_hex(std::uint32_t c) { return c < 0x80 && std::isxdigit(static_cast<int>(c)) != 0; }
// What [a-z] matches in Python when case does not count.
bool is_letter(std::uint32_t c) {
  return (c < 0x80 && std::isalpha(static_cast<int>(c)) != 0) || c == 0x130 || c == 0x131 || c == 0x17F || c == 0x212A;
}
bool is_host_part(std::uint32_t c) { return is_word(c) || c == '%' || c == '-'; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

bool has_size(std::string_view text, std::size_t least, std::size_t most) {
  const std::size_t size = code_points(text);
  return size >= least && size <= most;
}

// Cuts the next of up to `most` digits off.
bool take_digits(std::string_view& text, std::size_t most) {
  std::size_t i = 0;
  std::size_t count = 0;
  while (i < text.size() && count < most) {
    std::size_t next = i;
    if (!is_decimal(next_code_point(text, next))) break;
    i = next;
    ++count;
  }
  text.remove_prefix(i);
  return count > 0;
}

bool take(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

// Port, path, query and fragment may follow a host.
bool is_rest(std::string_view text) {
  if (take(text, ":") && !take_digits(text, 5)) return false;
  return text.empty() || std::string_view("/?#").find(text[0]) != npos;
}

std::string_view take_host(std::string_view& text) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::uint32_t c = next_code_point(text, i);
    if (!is_host_part(c) && c != '.') break;
    end = i;
  }
  const std::string_view host = text.substr(0, end);
  text.remove_prefix(end);
  return host;
}

std::vector<std::string_view> labels_of(std::string_view host) {
  std::vector<std::string_view> labels;
  for (std::size_t start = 0; start <= host.size();) {
    const std::size_t end = std::min(host.find('.', start), host.size());
    labels.push_back(host.substr(start, end - start));
    start = end + 1;
  }
  return labels;
}

// After a scheme or "www.": any domain that ends as domains do.
bool is_any_host(std::string_view host) {
  const std::vector<std::string_view> labels = labels_of(host);
  if (std::any_of(labels.begin(), labels.end(), [](std::string_view label) { return label.empty(); })) return false;
  std::string_view top = labels.back();
  if (has_size(top, 2, 63) && all(top, is_letter)) return true;
  if (top.size() < 4 || lowered(top.substr(0, 4)) != "xn--") return false;
  top.remove_prefix(4);
  return has_size(top, 2, 59) && all(top, [](std::uint32_t c) { return is_word(c) || c == '%'; });
}

// Alone: only below the best-known domains.
bool is_known_host(std::string_view host) {
  static constexpr std::string_view kTops[] = {"com", "net", "int", "edu", "gov", "org", "info", "mil"};
  const std::vector<std::string_view> labels = labels_of(host);
  if (labels.size() < 2) return false;
  if (std::find(std::begin(kTops), std::end(kTops), lowered(labels.back())) == std::end(kTops)) return false;
  return std::all_of(labels.begin(), labels.end() - 1, [](std::string_view label) { return has_size(label, 2, 63); });
}

bool take_ip4(std::string_view& text) {
  for (int i = 0; i < 4; ++i) {
    if ((i > 0 && !take(text, ".")) || !take_digits(text, 3)) return false;
  }
  return true;
}

// In brackets: two groups of up to four hexadecimal digits with their colons, then up to six more.
bool take_ip6(std::string_view& text) {
  const std::size_t close = text.find(']');
  if (!take(text, "[") || close == npos) return false;
  std::string_view inside = text.substr(0, close - 1);
  text.remove_prefix(close);
  std::size_t groups = 0;
  for (int part = 0; !inside.empty(); ++part) {
    const std::size_t colon = inside.find(':');
    const std::string_view digits = inside.substr(0, std::min(colon, inside.size()));
    if (!all(digits, is_digit_hex)) return false;
    if (part < 2 && (colon == npos || digits.size() > 4)) return false;
    if (part >= 2) groups += std::max<std::size_t>(1, (digits.size() + 3) / 4);
    if (part == 1 && colon + 1 == inside.size()) return true;
    inside.remove_prefix(colon == npos ? inside.size() : colon + 1);
  }
  return groups >= 1 && groups <= 6;
}

bool is_web_address(std::string_view word) {
  const std::string head = lowered(word.substr(0, 8));
  const std::size_t scheme = head.starts_with("http://") ? 7 : head.starts_with("https://") ? 8 : 0;
  const std::size_t start = scheme > 0 ? scheme : head.starts_with("www.") ? 4 : 0;
  std::string_view rest = word.substr(start);
  if (start > 0 && is_any_host(take_host(rest)) && is_rest(rest)) return true;
  rest = word;
  if (is_known_host(take_host(rest)) && is_rest(rest)) return true;
  if (scheme == 0) return false;
  rest = word.substr(scheme);
  if (take_ip4(rest) && is_rest(rest)) return true;
  rest = word.substr(scheme);
  return take_ip6(rest) && is_rest(rest);
}

bool is_mail(std::string_view word) {
  const std::size_t at = word.rfind('@');
  if (at == npos || at == 0) return false;
  const std::string_view host = word.substr(at + 1);
  const std::size_t dot = host.rfind('.');
  if (dot == npos || dot == 0 || dot + 1 == host.size()) return false;
  std::size_t i = 0;
  if (!is_word(next_code_point(host, i)) || !all(host.substr(dot + 1), is_word)) return false;
  return all(host, [](std::uint32_t c) { return is_word(c) || c == '.' || c == '-'; });
}

std::size_t count_of(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t i = text.find(what); i != npos; i = text.find(what, i + what.size())) ++n;
  return n;
}

// What stands before and after an address: brackets and punctuation.
void split_punctuation(std::string_view word, std::string_view& head, std::string_view& middle,
                       std::string_view& tail) {
  middle = word;
  while (take(middle, "(") || take(middle, "<") || take(middle, "&lt;")) {
  }
  head = word.substr(0, word.size() - middle.size());
  const std::string_view rest = middle;
  std::size_t end = rest.size();
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view mark : {")", ">", ".", ",", "\n", "&gt;"}) {
      if (!rest.substr(0, end).ends_with(mark)) continue;
      end -= mark.size();
      found = true;
      break;
    }
  }
  // Closing brackets belong to the address when it has more opening ones.
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}}) {
    const std::size_t opened = count_of(rest.substr(0, end), open);
    if (opened <= count_of(rest.substr(0, end), close)) continue;
    for (std::size_t n = std::min(opened, count_of(rest.substr(end), close)); n > 0; --n) {
      end = rest.find(close, end) + close.size();
    }
  }
  middle = rest.substr(0, end);
  tail = rest.substr(end);
}

std::string shortened(std::string_view text, const Value& limit) {
  const auto size = static_cast<std::int64_t>(code_points(text));
  if (limit.is_null() || !compare(CompareOp::gt, Value(size), limit)) return std::string(text);
  std::int64_t most = 0;
  if (limit.is_big_integer()) return "...";
  if (!to_integer(limit, most)) type_error("slice indices must be integers or None or have an __index__ method");
  if (most < 0) most = std::max<std::int64_t>(0, most + size);
  std::size_t end = 0;
  for (; most > 0; --most) next_code_point(text, end);
  return std::string(text.substr(0, end)) + "...";
}

std::string link(std::string_view address, std::string_view prefix, std::string_view text, const UrlizeOptions& options,
                 const std::string& rel) {
  std::string out = "<a href=\"" + std::string(prefix) + std::string(address) + "\"";
  if (!rel.empty()) out += " rel=\"" + rel + "\"";
  if (!options.target.empty()) out += " target=\"" + options.target + "\"";
  return out + ">" + std::string(text) + "</a>";
}

std::string urlize_word(std::string_view word, const UrlizeOptions& options, const std::string& rel) {
  std::string_view head, middle, tail;
  split_punctuation(word, head, middle, tail);
  std::string made(middle);
  const std::string plain(middle);
  if (is_web_address(middle)) {
    const bool schemed = middle.starts_with("https://") || middle.starts_with("http://");
    made = link(middle, schemed ? "" : "https://", shortened(middle, options.trim), options, rel);
  } else if (middle.starts_with("mailto:") && is_mail(middle.substr(7))) {
    made = "<a href=\"" + plain + "\">" + plain.substr(7) + "</a>";
  } else if (is_mail(middle) && !middle.starts_with("www.") && !middle.starts_with("@") && middle.find(':') == npos) {
    made = "<a href=\"mailto:" + plain + "\">" + plain + "</a>";
  } else {
    for (const std::string& scheme : options.schemes) {
      if (made != scheme && made.starts_with(scheme)) made = link(made, "", made, options, rel);
    }
  }
  return std::string(head) + made + std::string(tail);
}

}  // namespace

std::string urlize(std::string_view html, const UrlizeOptions& options) {
  const std::set<std::string> sorted(options.rel.begin(), options.rel.end());
  std::string rel;
  for (const std::string& word : sorted) {
    if (!rel.empty()) rel.push_back(' ');
    append_escaped(rel, word);
  }
  std::string out;
  for (std::size_t i = 0; i < html.size();) {
    const std::size_t start = i;
    const bool is_blank = is_space(next_code_point(html, i));
    for (std::size_t next = i; i < html.size(); i = next) {
      if (is_space(next_code_point(html, next)) != is_blank) break;
    }
    const std::string_view word = html.substr(start, i - start);
    out += is_blank ? std::string(word) : urlize_word(word, options, rel);
  }
  return out;
}

}  // namespace sailmaker::jinja
