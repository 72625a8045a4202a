#include "sql/address.h"

#include <gtest/gtest.h>

namespace sailmaker::sql {

namespace {

Address parsed(std::string_view url) {
  const auto address = parse_address(url);
  EXPECT_TRUE(address) << url << ": " << address.error().message;
  return address ? *address : Address();
}

std::string error(std::string_view url) {
  const auto address = parse_address(url);
  if (address) return "good";
  return address.error().message + (address.error().hint.empty() ? "" : " (" + address.error().hint + ")");
}

TEST(Address, reads_all_parts) {
  const Address address = parsed(
      "postgresql://alice:se%40cret@db.example.com:5433/front50?sslmode=verify-full&sslrootcert=/etc/ca.pem"
      "&sslcert=c.pem&sslkey=k.pem&connect_timeout=3&statement_timeout=120&schema=spinnaker");
  EXPECT_EQ(address.kind, Kind::postgresql);
  EXPECT_EQ(address.user, "alice");
  EXPECT_EQ(address.password, "se@cret");
  EXPECT_EQ(address.host, "db.example.com");
  EXPECT_EQ(address.port, 5433);
  EXPECT_EQ(address.database, "front50");
  EXPECT_EQ(address.tls, Tls::verify_full);
  EXPECT_EQ(address.root_certificates, "/etc/ca.pem");
  EXPECT_EQ(address.certificate, "c.pem");
  EXPECT_EQ(address.key, "k.pem");
  EXPECT_EQ(address.connect_seconds, 3);
  EXPECT_EQ(address.statement_seconds, 120);
  EXPECT_EQ(address.schema, "spinnaker");
}

TEST(Address, knows_the_usual_ports_and_names) {
  EXPECT_EQ(parsed("postgres://h/d").port, 5432);
  EXPECT_EQ(parsed("mariadb://h/d").port, 3306);
  EXPECT_EQ(parsed("mariadb://h/d").kind, Kind::mysql);
  EXPECT_EQ(parsed("mysql://h/d").tls, Tls::prefer);
  EXPECT_EQ(parsed("mysql://u@[::1]:3307/d").host, "::1");
  EXPECT_EQ(parsed("mysql://u@[::1]:3307/d").port, 3307);
  EXPECT_EQ(parsed("mysql://u@/d?socket=/run/mysqld.sock").socket, "/run/mysqld.sock");
  EXPECT_EQ(parsed("postgresql:///d?host=/run/postgresql").host, "/run/postgresql");
}

TEST(Address, takes_passwords_as_variables_have_them) {
  EXPECT_EQ(parsed("mysql://u:p@ss:w@rd@h:1/d").password, "p@ss:w@rd");
  EXPECT_EQ(parsed("mysql://u:a/b@h/d").password, "a/b");
  EXPECT_EQ(parsed("mysql://u:@h/d").password, "");
}

TEST(Address, says_what_is_wrong_and_never_repeats_it) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", "the URL of the database must begin with postgresql:// or mysql://"},
      {"oracle://h/d", "the URL of the database must begin with postgresql:// or mysql://"},
      {"jdbc:mysql://h/d",
       "the URL of the database must begin with postgresql:// or mysql:// (leave out 'jdbc:', and put user and "
       "password "
       "before the host)"},
      {"mysql://h", "the URL of the database names no database (it ends with the name: mysql://host/front50)"},
      {"mysql://h/", "the URL of the database names no database (it ends with the name: mysql://host/front50)"},
      {"mysql://h/a/b", "the URL of the database names no database (it ends with the name: mysql://host/front50)"},
      {"mysql://u:secret?x@h/d",
       "the port in the URL of the database is no number from 1 to 65535 (in a password, write '@' as %40, ':' as %3A, "
       "'/' as %2F and '?' as %3F)"},
      {"mysql://h:0/d",
       "the port in the URL of the database is no number from 1 to 65535 (in a password, write '@' as %40, ':' as %3A, "
       "'/' as %2F and '?' as %3F)"},
      {"mysql://u:se%cret@h/d",
       "the user or password in the URL of the database has a '%' that begins no code (write a percent sign as %25)"},
      {"mysql://u:%00@h/d",
       "the user or password in the URL of the database has a '%' that begins no code (write a percent sign as %25)"},
      {"mysql://[::1/d", "the host in the URL of the database has a '[' without ']'"},
      {"mysql://h/d?sslmod=require",
       "the URL of the database has an option 'sslmod' that is not known for MySQL (did you mean 'sslmode'?)"},
      {"mysql://h/d?schema=x",
       "the URL of the database has an option 'schema' that is not known for MySQL (there are: sslmode, sslrootcert, "
       "sslcert, sslkey, connect_timeout, statement_timeout, socket)"},
      {"postgresql://h/d?sslmode=yes",
       "the option 'sslmode' in the URL of the database must be disable, prefer, require, verify-ca or verify-full"},
      {"mysql://h/d?sslmode=verify-ca",
       "the option 'sslmode' in the URL of the database cannot be verify-ca for MySQL, whose client checks the name as "
       "well; use verify-full"},
      {"mysql://h/d?connect_timeout=0",
       "the option 'connect_timeout' in the URL of the database must be a number of seconds from 1 to 86400"},
      {"mysql://h/d?socket=", "the option 'socket' in the URL of the database is empty"},
  };
  for (const auto& [url, message] : cases) EXPECT_EQ(error(url), message) << url;
}

TEST(Address, is_described_without_secrets) {
  EXPECT_EQ(describe(parsed("postgres://u:secret@h/d?sslmode=require")), "postgresql://h:5432/d");
  EXPECT_EQ(describe(parsed("postgres://u:secret@h/d?schema=s")), "postgresql://h:5432/d:s");
  EXPECT_EQ(describe(parsed("mariadb://u:secret@[::1]:3307/d")), "mysql://[::1]:3307/d");
  EXPECT_EQ(describe(parsed("mysql:///d?socket=/run/m.sock")), "mysql:///run/m.sock/d");
  EXPECT_EQ(describe(parsed("mysql:///d")), "mysql://localhost:3306/d");
}

}  // namespace

}  // namespace sailmaker::sql
