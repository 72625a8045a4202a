#include "tests/servers/databases.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

namespace sailmaker::sql {

void PrintTo(Kind kind, std::ostream* out) { *out << to_string(kind); }

}  // namespace sailmaker::sql

namespace sailmaker::servers {

namespace {

[[noreturn]] void give_up(const std::string& message) {
  std::fprintf(stderr, "databases: %s\n", message.c_str());
  std::exit(1);
}

std::string name_of(sql::Kind kind) { return kind == sql::Kind::postgresql ? "postgresql" : "mysql"; }

/// A run of databases.py that ends when its input does.
struct Helper {
  pid_t process = 0;
  int input = -1;
  int output = -1;
};

Helper start_helper(const std::vector<std::string>& words) {
  int to[2], from[2];
  if (::pipe2(to, O_CLOEXEC) != 0 || ::pipe2(from, O_CLOEXEC) != 0) give_up("no pipe");
  std::vector<std::string> command = {"/usr/bin/python3", "-B", SAILMAKER_SOURCE_DIR "/tests/servers/databases.py"};
  command.insert(command.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t process = ::fork();
  if (process < 0) give_up("no process");
  if (process == 0) {
    ::dup2(to[0], 0);
    ::dup2(from[1], 1);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(to[0]);
  ::close(from[1]);
  return {process, to[1], from[0]};
}

std::string line_of(int file) {
  std::string line;
  for (char c = 0; ::read(file, &c, 1) == 1 && c != '\n';) line += c;
  if (line.empty()) give_up("databases.py says nothing; see its words above");
  return line;
}

/// The text after "name": in a flat JSON map.
std::string member(const std::string& json, const std::string& name) {
  const std::size_t start = json.find("\"" + name + "\": \"") + name.size() + 5;
  return json.substr(start, json.find('"', start) - start);
}

std::string with_database(const std::string& url, sql::Kind kind, const std::string& name) {
  if (kind == sql::Kind::postgresql) return url + "?schema=" + name;
  return url.substr(0, url.rfind('/') + 1) + name;
}

}  // namespace

std::string shared_url(sql::Kind kind) {
  // Its pipe closes with the process, and the helper's lock with it.
  static const std::string urls = line_of(start_helper({"use"}).output);
  return member(urls, name_of(kind));
}

std::unique_ptr<sql::Connection> connect(const std::string& url) {
  auto connection = sql::connect(sql::parse_address(url).value());
  if (!connection) give_up("cannot connect: " + connection.error().message);
  return std::move(*connection);
}

void run(sql::Connection& connection, const std::string& statement) {
  const auto done = connection.execute(statement);
  EXPECT_TRUE(done) << statement << ": " << done.error().message;
}

void run_file(sql::Connection& connection, const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  std::string statement;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("--")) continue;
    statement += line + "\n";
    if (!line.ends_with(';')) continue;
    run(connection, statement.substr(0, statement.rfind(';')));
    statement.clear();
  }
}

std::string new_database(sql::Kind kind, std::string url) {
  static std::atomic<int> count{0};
  if (url.empty()) url = shared_url(kind);
  const std::string name = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
  const std::string noun = kind == sql::Kind::postgresql ? "SCHEMA " : "DATABASE ";
  const auto connection = connect(url);
  // A number of a process may come again.
  run(*connection, "DROP " + noun + "IF EXISTS " + name + (kind == sql::Kind::postgresql ? " CASCADE" : ""));
  run(*connection, "CREATE " + noun + name);
  return with_database(url, kind, name);
}

std::string new_front50(sql::Kind kind, std::string url) {
  const std::string made = new_database(kind, std::move(url));
  run_file(*connect(made), SAILMAKER_SOURCE_DIR "/tests/servers/front50_" + name_of(kind) + ".sql");
  return made;
}

OwnServer::OwnServer(sql::Kind kind) {
  const Helper helper = start_helper({"own", name_of(kind)});
  process_ = helper.process;
  input_ = helper.input;
  output_ = helper.output;
  url_ = line_of(output_);
}

OwnServer::~OwnServer() {
  ::close(input_);
  ::waitpid(process_, nullptr, 0);
  ::close(output_);
}

void OwnServer::ask(const std::string& word) {
  const std::string line = word + "\n";
  if (::write(input_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) give_up("databases.py ended");
  line_of(output_);
}

}  // namespace sailmaker::servers
