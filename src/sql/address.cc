#include "sql/address.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <vector>

#include "base/edit_distance.h"

namespace sailmaker::sql {

namespace {

constexpr int kPostgresqlPort = 5432;
constexpr int kMysqlPort = 3306;
constexpr int kLongestTimeout = 24 * 60 * 60;  // seconds

struct Scheme {
  std::string_view name;
  Kind kind;
};

constexpr Scheme kSchemes[] = {
    {"postgresql", Kind::postgresql}, {"postgres", Kind::postgresql}, {"mysql", Kind::mysql}, {"mariadb", Kind::mysql}};

struct TlsName {
  std::string_view name;
  Tls tls;
};

constexpr TlsName kTlsNames[] = {{"disable", Tls::disable},
                                 {"prefer", Tls::prefer},
                                 {"require", Tls::require},
                                 {"verify-ca", Tls::verify_ca},
                                 {"verify-full", Tls::verify_full}};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The text with %XX decoded; nothing when a '%' is followed by something else, or where it hides a NUL.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::optional<int> number(std::string_view text, int most) {
  int value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || value < 1 || value > most) return std::nullopt;
  return value;
}

Error malformed_percent(std::string_view what) {
  return Error("the " + std::string(what) + " in the URL of the database has a '%' that begins no code")
      .with_hint("write a percent sign as %25");
}

/// One option of the URL's query, and what it sets. What it returns is wrong with the value; empty when nothing is.
struct Option {
  std::string_view name;
  std::optional<Kind> only;
  std::function<std::string(Address&, const std::string&)> set;
};

std::string set_tls(Address& address, const std::string& value) {
  for (const TlsName& one : kTlsNames) {
    if (one.name != value) continue;
    if (address.kind == Kind::mysql && one.tls == Tls::verify_ca) {
      return "cannot be verify-ca for MySQL, whose client checks the name as well; use verify-full";
    }
    address.tls = one.tls;
    return {};
  }
  return "must be disable, prefer, require, verify-ca or verify-full";
}

std::function<std::string(Address&, const std::string&)> text_option(std::string Address::*member) {
  return [member](Address& address, const std::string& value) {
    address.*member = value;
    return value.empty() ? std::string("is empty") : std::string();
  };
}

std::function<std::string(Address&, const std::string&)> seconds_option(int Address::*member) {
  return [member](Address& address, const std::string& value) {
    const auto seconds = number(value, kLongestTimeout);
    if (seconds) address.*member = *seconds;
    return seconds ? std::string() : std::string("must be a number of seconds from 1 to 86400");
  };
}

const std::vector<Option>& options() {
  static const std::vector<Option> all = {
      {"sslmode", {}, set_tls},
      {"sslrootcert", {}, text_option(&Address::root_certificates)},
      {"sslcert", {}, text_option(&Address::certificate)},
      {"sslkey", {}, text_option(&Address::key)},
      {"connect_timeout", {}, seconds_option(&Address::connect_seconds)},
      {"statement_timeout", {}, seconds_option(&Address::statement_seconds)},
      {"host", Kind::postgresql, text_option(&Address::host)},
      {"schema", Kind::postgresql, text_option(&Address::schema)},
      {"socket", Kind::mysql, text_option(&Address::socket)},
  };
  return all;
}

Error unknown_option(const std::string& name, Kind kind) {
  std::vector<std::string> names;
  std::string list;
  for (const Option& option : options()) {
    if (option.only && *option.only != kind) continue;
    names.emplace_back(option.name);
    list.append(list.empty() ? "" : ", ").append(option.name);
  }
  const std::string guess = did_you_mean(name, names);
  return Error("the URL of the database has an option '" + name + "' that is not known for " +
               std::string(to_string(kind)))
      .with_hint(guess.empty() ? "there are: " + list : guess);
}

Result<void> read_option(Address& address, std::string_view text) {
  const std::size_t equals = text.find('=');
  const auto name = decoded(text.substr(0, equals));
  const auto value = equals == std::string_view::npos ? std::string() : decoded(text.substr(equals + 1));
  if (!name || !value) return malformed_percent("options");
  for (const Option& option : options()) {
    if (option.name != *name || (option.only && *option.only != address.kind)) continue;
    const std::string wrong = option.set(address, *value);
    if (wrong.empty()) return {};
    return Error("the option '" + *name + "' in the URL of the database " + wrong);
  }
  return unknown_option(*name, address.kind);
}

Result<void> read_options(Address& address, std::string_view query) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    if (end > 0) {
      if (auto good = read_option(address, query.substr(0, end)); !good) return good;
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return {};
}

Result<void> read_user(Address& address, std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto user = decoded(text.substr(0, colon));
  const auto password = colon == std::string_view::npos ? std::string() : decoded(text.substr(colon + 1));
  if (!user || !password) return malformed_percent("user or password");
  address.user = *user;
  address.password = *password;
  return {};
}

Result<void> read_host(Address& address, std::string_view text) {
  const bool is_ipv6 = text.starts_with('[');
  const std::size_t bracket = is_ipv6 ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return Error("the host in the URL of the database has a '[' without ']'");
  const std::size_t colon = text.find(':', bracket);
  const auto host = decoded(is_ipv6 ? text.substr(1, bracket - 1) : text.substr(0, colon));
  if (!host) return malformed_percent("host");
  address.host = *host;
  if (colon == std::string_view::npos || colon + 1 == text.size()) return {};
  const auto port = number(text.substr(colon + 1), 65535);
  if (!port) {
    return Error("the port in the URL of the database is no number from 1 to 65535")
        .with_hint("in a password, write '@' as %40, ':' as %3A, '/' as %2F and '?' as %3F");
  }
  address.port = *port;
  return {};
}

Result<Kind> read_scheme(std::string_view scheme) {
  for (const Scheme& one : kSchemes) {
    if (one.name == scheme) return one.kind;
  }
  Error error("the URL of the database must begin with postgresql:// or mysql://");
  if (scheme.starts_with("jdbc:")) error.hint = "leave out 'jdbc:', and put user and password before the host";
  return error;
}

}  // namespace

std::string_view to_string(Kind kind) { return kind == Kind::postgresql ? "PostgreSQL" : "MySQL"; }

Result<Address> parse_address(std::string_view url) {
  const std::size_t colon = url.find("://");
  const auto kind =
      read_scheme(colon == std::string_view::npos ? url.substr(0, url.find(':') + 1) : url.substr(0, colon));
  if (!kind) return kind.error();
  Address address;
  address.kind = *kind;
  std::string_view rest = url.substr(colon + 3);
  const std::size_t question = std::min(rest.find('?'), rest.size());
  const std::string_view query = rest.substr(std::min(question + 1, rest.size()));
  rest = rest.substr(0, question);
  // The last '@' before the path: passwords come from variables, and not everybody encodes them.
  const std::size_t at = rest.rfind('@');
  const std::string_view user = at == std::string_view::npos ? std::string_view() : rest.substr(0, at);
  if (at != std::string_view::npos) rest.remove_prefix(at + 1);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  if (auto good = read_user(address, user); !good) return good.error();
  if (auto good = read_host(address, rest.substr(0, slash)); !good) return good.error();
  const auto database = decoded(rest.substr(std::min(slash + 1, rest.size())));
  if (!database) return malformed_percent("database");
  if (database->empty() || database->find('/') != std::string::npos) {
    return Error("the URL of the database names no database").with_hint("it ends with the name: mysql://host/front50");
  }
  address.database = *database;
  if (auto good = read_options(address, query); !good) return good.error();
  if (address.port == 0) address.port = address.kind == Kind::postgresql ? kPostgresqlPort : kMysqlPort;
  return address;
}

std::string describe(const Address& address) {
  const bool is_mysql = address.kind == Kind::mysql;
  std::string out = is_mysql ? "mysql://" : "postgresql://";
  if (is_mysql && !address.socket.empty()) {
    out += address.socket;
  } else {
    const bool is_ipv6 = address.host.find(':') != std::string::npos;
    out += is_ipv6 ? "[" + address.host + "]" : address.host.empty() ? "localhost" : address.host;
    out += ":" + std::to_string(address.port);
  }
  out += "/" + address.database;
  if (!address.schema.empty()) out += ":" + address.schema;
  return out;
}

}  // namespace sailmaker::sql
