#include "jinja/html.h"

#include <algorithm>
#include <set>

#include "base/unicode.h"
#include "jinja/print.h"
#include "jinja/unescape_html.h"
#include "jinja/unicode_class.h"

namespace sailmaker::jinja {

namespace {

constexpr std::size_t npos = std::string_view::npos;

std::string without(std::string_view text, std::string_view open, std::string_view close) {
  std::string out;
  std::size_t i = 0;
  for (;;) {
    const std::size_t start = text.find(open, i);
    const std::size_t end = start == npos ? npos : text.find(close, start);
    if (end == npos) break;
    out += text.substr(i, start - i);
    i = end + close.size();
  }
  return out += text.substr(i);
}

std::string collapsed(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    if (!is_space(next_code_point(text, i))) {
      out += text.substr(start, i - start);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

std::string shortened(std::string_view text, std::int64_t limit) {
  if (limit < 0 || static_cast<std::int64_t>(code_points(text)) <= limit) return std::string(text);
  std::size_t end = 0;
  for (; limit > 0; --limit) next_code_point(text, end);
  return std::string(text.substr(0, end)) + "...";
}

bool is_host(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_' || (c & 0x80) != 0;
  });
}

bool ends_with_domain(std::string_view host) {
  return host.ends_with(".com") || host.ends_with(".net") || host.ends_with(".org");
}

bool is_web_address(std::string_view word) {
  const bool schemed = word.starts_with("http://") || word.starts_with("https://");
  std::string_view rest = schemed ? word.substr(word.find("//") + 2) : word;
  const std::string_view host = rest.substr(0, std::min(rest.find_first_of("/?#:"), rest.size()));
  if (!is_host(host)) return false;
  if (schemed) return true;
  return (word.starts_with("www.") && host.size() > 4) || ends_with_domain(host);
}

bool is_mail(std::string_view word) {
  const std::size_t at = word.find('@');
  if (at == npos || at == 0 || word.find('@', at + 1) != npos) return false;
  const std::string_view host = word.substr(at + 1);
  return is_host(host) && host.find('.') != npos && !host.starts_with('.') && !host.ends_with('.') &&
         word.find_first_of(":/") == npos;
}

// What stands before and after an address: brackets and punctuation.
void split_punctuation(std::string_view word, std::string_view& head, std::string_view& middle,
                       std::string_view& tail) {
  std::size_t start = 0;
  while (start < word.size()) {
    if (word[start] == '(' || word[start] == '<')
      ++start;
    else if (word.substr(start).starts_with("&lt;"))
      start += 4;
    else
      break;
  }
  head = word.substr(0, start);
  middle = word.substr(start);
  std::size_t end = middle.size();
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view mark : {")", ">", ".", ",", "\n", "&gt;"}) {
      if (end >= mark.size() && middle.substr(0, end).ends_with(mark)) {
        end -= mark.size();
        found = true;
        break;
      }
    }
  }
  // A closing bracket whose opening one stands inside belongs to the address.
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}}) {
    const std::string_view inside = middle.substr(0, end);
    const auto count = [&](std::string_view what) {
      std::size_t n = 0;
      for (std::size_t i = inside.find(what); i != npos; i = inside.find(what, i + what.size())) ++n;
      return n;
    };
    for (std::size_t missing = count(open) > count(close) ? count(open) - count(close) : 0; missing > 0; --missing) {
      const std::size_t at = middle.find(close, end);
      if (at == npos) break;
      end = at + close.size();
    }
  }
  tail = middle.substr(end);
  middle = middle.substr(0, end);
}

std::string link(std::string_view address, std::string_view prefix, std::string_view text, const UrlizeOptions& options,
                 const std::string& rel) {
  std::string out = "<a href=\"" + std::string(prefix) + std::string(address) + "\"";
  if (!rel.empty()) out += " rel=\"" + rel + "\"";
  if (!options.target.empty()) out += " target=\"" + escaped(options.target) + "\"";
  return out + ">" + shortened(text, options.trim) + "</a>";
}

std::string urlize_word(std::string_view word, const UrlizeOptions& options, const std::string& rel) {
  std::string_view head, middle, tail;
  split_punctuation(word, head, middle, tail);
  std::string made(middle);
  if (is_web_address(middle)) {
    made =
        link(middle, middle.starts_with("http") && middle.find("://") != npos ? "" : "https://", middle, options, rel);
  } else if (middle.starts_with("mailto:") && is_mail(middle.substr(7))) {
    made = "<a href=\"" + std::string(middle) + "\">" + std::string(middle.substr(7)) + "</a>";
  } else if (is_mail(middle)) {
    made = "<a href=\"mailto:" + std::string(middle) + "\">" + std::string(middle) + "</a>";
  } else {
    for (const std::string& scheme : options.schemes) {
      if (middle != scheme && middle.starts_with(scheme)) made = link(middle, "", middle, options, rel);
    }
  }
  return std::string(head) + made + std::string(tail);
}

}  // namespace

std::string strip_tags(std::string_view text) {
  return unescape_html(collapsed(without(without(text, "<!--", "-->"), "<", ">")));
}

std::string urlize(std::string_view text, const UrlizeOptions& options) {
  const std::set<std::string> sorted(options.rel.begin(), options.rel.end());
  std::string rel;
  for (const std::string& word : sorted) rel += (rel.empty() ? "" : " ") + escaped(word);
  const std::string safe = options.is_escaped ? std::string(text) : escaped(text);
  std::string out;
  for (std::size_t i = 0; i < safe.size();) {
    const std::size_t start = i;
    const auto blank = [&](std::size_t at) { return safe[at] == ' ' || (safe[at] >= '\t' && safe[at] <= '\r'); };
    const bool is_blank = blank(i);
    while (i < safe.size() && blank(i) == is_blank) ++i;
    const std::string_view word = std::string_view(safe).substr(start, i - start);
    out += is_blank ? std::string(word) : urlize_word(word, options, rel);
  }
  return out;
}

}  // namespace sailmaker::jinja
