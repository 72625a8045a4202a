#include "target/open.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/target/scratch.h"
#include "value/json.h"
#include "value/path.h"

namespace sailmaker::target {

namespace {

class Open : public testing::Test {
 protected:
  Result<std::unique_ptr<Target>> open_text(const std::string& json) {
    const auto get = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    const auto locate = [](const Path& path, Places::Part part) {
      Source place;
      place.file = (part == Places::Part::key ? "key of " : "value of ") + sailmaker::to_string(path);
      return place;
    };
    return open(parse_json(json, "section").value(), scratch.path(), get, locate);
  }

  /// "place: message (hint)" of the error.
  std::string error(const std::string& json) {
    const auto opened = open_text(json);
    if (opened) return "opened";
    return opened.error().source->file + ": " + opened.error().message + " (" + opened.error().hint + ")";
  }

  std::string described(const std::string& json) {
    const auto opened = open_text(json);
    return opened ? (*opened)->describe() : opened.error().message;
  }

  Scratch scratch;
  std::map<std::string, std::string> environment = {
      {"ROOT", "/srv"}, {"NAME_2", "b"}, {"EMPTY", ""}, {"ODD", "${ROOT}"}};
};

TEST_F(Open, makes_a_directory_relative_to_the_fleet) {
  const auto opened = open_text(R"({"type":"directory","path":"./front50"})");
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ((*opened)->describe(), "directory " + (scratch / "front50").string());
  EXPECT_FALSE(std::filesystem::exists(scratch / "front50"));
  ASSERT_TRUE((*opened)->write("a", "{}", Precondition::absent()));
  EXPECT_EQ(text_of(scratch / "front50/pipelines/a/pipeline-metadata.json"), "{}");
}

TEST_F(Open, tells_places_apart) {
  const auto place = [&](const std::string& json) {
    const auto opened = open_text(json);
    return opened ? (*opened)->place() : opened.error().message;
  };
  const auto folder = [&](const std::string& path) { return place(R"({"type":"directory","path":")" + path + "\"}"); };
  std::filesystem::create_directory(scratch / "a");
  std::filesystem::create_symlink("a", scratch / "link");
  for (const char* same : {"./a", "a/", "b/../a", "link", "./link/"}) EXPECT_EQ(folder(same), folder("a")) << same;
  EXPECT_NE(folder("b"), folder("a"));

  const auto bucket = [&](const std::string& settings) {
    return place(R"({"type":"s3","bucket":"spinnaker","access_key_id":"a","secret_access_key":"${ROOT}",)" + settings +
                 "}");
  };
  const std::string one = bucket(R"("endpoint":"http://one:9000","region":"us-east-1")");
  EXPECT_EQ(bucket(R"("endpoint":"http://one:9000","region":"eu-west-1","prefix":"/front50/")"), one);
  EXPECT_NE(bucket(R"("endpoint":"http://two:9000","region":"us-east-1")"), one);
  EXPECT_NE(bucket(R"("endpoint":"http://one:9000","prefix":"other")"), one);
}

TEST_F(Open, fills_in_the_environment) {
  EXPECT_EQ(described(R"({"type":"directory","path":"${ROOT}/a${NAME_2}c${EMPTY}"})"), "directory /srv/abc");
  EXPECT_EQ(described(R"({"type":"directory","path":"/$x/$/{a}$$"})"), "directory /$x/$/{a}$$");
}

TEST_F(Open, does_not_fill_in_what_was_filled_in) {
  EXPECT_EQ(described(R"({"type":"directory","path":"/${ODD}"})"), "directory /${ROOT}");
}

TEST_F(Open, names_what_the_environment_lacks) {
  EXPECT_EQ(error(R"({"type":"directory","path":"${NOPE}/x"})"),
            "value of path: target: environment variable NOPE is not set, but 'path' needs it ()");
  EXPECT_EQ(error(R"({"type":"directory","path":"${ROOT"})"), "value of path: target: '${' in 'path' has no '}' ()");
  for (const std::string name : {"root", "", "1A", "A-B", "A B", "${ROOT"}) {
    EXPECT_EQ(error(R"({"type":"directory","path":"${)" + name + R"(}"})"),
              "value of path: target: '${" + name +
                  "}' in 'path' is not the name of an environment variable (such names have letters A to Z, digits "
                  "and _)");
  }
  EXPECT_EQ(error(R"({"type":"directory","path":"${EMPTY}"})"), "value of path: target: 'path' is empty ()");
}

TEST_F(Open, reads_values_from_files) {
  put_text(scratch / "secrets/path", "/srv/${ROOT}\n");
  environment["WHERE"] = "secrets";
  EXPECT_EQ(described(R"({"type":"directory","path_file":"${WHERE}/path"})"), "directory /srv/${ROOT}");
  put_text(scratch / "two", "/a\n\n");
  EXPECT_EQ(described(R"({"type":"directory","path_file":"two"})"), "directory /a\n");
}

TEST_F(Open, says_what_is_wrong_with_a_file) {
  const std::string path = (scratch / "f").string();
  const std::string section = R"({"type":"directory","path_file":"f"})";
  EXPECT_EQ(error(section), "value of path_file: target: file " + path + " of 'path_file' does not exist ()");
  put_text(path, "\n");
  EXPECT_EQ(error(section), "value of path_file: target: file " + path + " of 'path_file' is empty ()");
  put_text(path, std::string(70000, 'x'));
  EXPECT_EQ(error(section), "value of path_file: target: file " + path + " of 'path_file' has more than 64 KB ()");
  put_text(path, "\xff");
  EXPECT_EQ(error(section), "value of path_file: target: file " + path + " of 'path_file' is not text ()");
  EXPECT_EQ(error(R"({"type":"directory","path_file":"."})"),
            "value of path_file: target: cannot read " + scratch.path().string() + "/: it is not a file ()");
  EXPECT_EQ(error(R"({"type":"directory","path":"a","path_file":"f"})"),
            "key of path_file: target: 'path' and 'path_file' exclude each other ()");
}

TEST_F(Open, makes_a_bucket_of_google) {
  EXPECT_EQ(described(R"({"type":"gcs","bucket":"spinnaker"})"), "gcs bucket spinnaker/front50");
  environment["KEY"] = "x";
  EXPECT_EQ(described(R"({"type":"gcs","bucket":"b","access_key_id":"A","secret_access_key":"${KEY}"})"),
            "gcs bucket b/front50");
  put_text(scratch / "key.json", R"({"client_email":"a@b","private_key":"x","token_uri":"https://b"})");
  EXPECT_EQ(described(R"({"type":"gcs","bucket":"b","credentials_file":"key.json"})"), "gcs bucket b/front50");
  put_text(scratch / "key.json", "{}");
  EXPECT_EQ(error(R"({"type":"gcs","bucket":"b","credentials_file":"key.json"})"),
            "value of credentials_file: target: the key of the service account lacks client_email, private_key or "
            "token_uri ()");
  environment["GOOGLE_APPLICATION_CREDENTIALS"] = "/nonexistent";
  EXPECT_EQ(error(R"({"type":"gcs","bucket":"b"})"),
            "value of : target: GOOGLE_APPLICATION_CREDENTIALS names /nonexistent, which does not exist ()");
}

TEST_F(Open, makes_a_target_of_front50_or_gate) {
  EXPECT_EQ(described(R"({"type":"front50","url":"http://front50:8080/"})"), "front50 http://front50:8080");
  EXPECT_EQ(described(R"({"type":"gate","url":"https://example.com/gate//"})"), "gate https://example.com/gate");
  EXPECT_EQ(error(R"({"type":"front50"})"), "value of : target: 'url' is missing ()");
  EXPECT_EQ(error(R"({"type":"front50","url":"front50:8080"})"),
            "value of url: target: 'front50:8080' is no address of an API (write http://host:port or https://host)");
  EXPECT_EQ(error(R"({"type":"front50","url":"http://bob:secret@front50"})"),
            "value of url: target: the url holds a user (put user and password under 'username' and 'password')");
  EXPECT_EQ(error(R"({"type":"gate","url":"http://gate?a=b"})"),
            "value of url: target: 'http://gate?a=b' has more than an address and a path ()");
}

TEST_F(Open, says_which_logins_do_not_fit) {
  environment = {{"PW", "x"}, {"LINES", "a\nb"}};
  const auto wrong = [this](const std::string& more) {
    return error(R"({"type":"front50","url":"http://front50",)" + more + "}");
  };
  EXPECT_EQ(wrong(R"("auth":"basik")"), "value of auth: target: 'auth' cannot be 'basik' (did you mean 'basic'?)");
  EXPECT_EQ(wrong(R"("username":"bob")"), "value of : target: 'auth: basic' needs 'password' ()");
  EXPECT_EQ(wrong(R"("username":"bob","password":"hunter2")"),
            "value of password: target: 'password' is a secret, so it must not stand here (write password: ${NAME} to "
            "take it from the environment, or password_file: FILE)");
  EXPECT_EQ(wrong(R"("token":"${PW}","username":"bob")"),
            "key of username: target: 'username' is not used with 'auth: bearer' ()");
  EXPECT_EQ(wrong(R"("auth":"none","token":"${PW}")"),
            "key of token: target: 'token' is not used with 'auth: none' ()");
  EXPECT_EQ(wrong(R"("client_id":"a","token_url":"http://t")"),
            "value of : target: 'auth: oauth2' needs 'client_secret' or 'refresh_token' ()");
  EXPECT_EQ(wrong(R"("headers":["a"])"), "value of headers: target: 'headers' must be a map of texts, not a list ()");
  EXPECT_EQ(wrong(R"("headers":{"a b":"c"})"), "value of headers: target: 'a b' cannot be the name of a header ()");
  EXPECT_EQ(wrong(R"("headers":{"X-A":"${LINES}"})"),
            "value of headers: target: the header 'X-A' has more than one line ()");
  EXPECT_EQ(wrong(R"("headers_file":"f")"), "key of headers_file: target: 'headers_file' is not known here ()");
}

TEST_F(Open, makes_an_s3_bucket) {
  EXPECT_EQ(described(R"({"type":"s3","bucket":"spinnaker"})"), "s3 bucket spinnaker/front50");
  environment["KEY"] = "x";
  EXPECT_EQ(described(R"({"type":"s3","bucket":"b","prefix":"/a/b/","region":"eu-west-1","path_style":true,
                          "endpoint":"http://127.0.0.1:9000/","server_side_encryption":"aws:kms","kms_key_id":"k",
                          "access_key_id":"A","secret_access_key":"${KEY}","ca_file":"ca.pem"})"),
            "s3 bucket b/a/b");
}

TEST_F(Open, says_what_is_wrong_with_settings_of_s3) {
  const auto error_with = [&](const std::string& rest) { return error(R"({"type":"s3","bucket":"b",)" + rest + "}"); };
  EXPECT_EQ(error(R"({"type":"s3"})"), "value of : target: 'bucket' is missing ()");
  EXPECT_EQ(error_with(R"("path_style":"yes")"),
            "value of path_style: target: 'path_style' must be true or false, not text ()");
  EXPECT_EQ(error_with(R"("endpoint":"minio:9000")"),
            "value of endpoint: target: 'minio:9000' is no address of a server (write it as http://host:port or "
            "https://host)");
  EXPECT_EQ(error_with(R"("server_side_encryption":"AWSKMS")"),
            "value of server_side_encryption: target: 'AWSKMS' is no server-side encryption of S3 (known are AES256, "
            "aws:kms and aws:kms:dsse)");
  EXPECT_EQ(error_with(R"("kms_key_id":"k")"),
            "value of kms_key_id: target: 'kms_key_id' needs server_side_encryption: aws:kms ()");
  EXPECT_EQ(error_with(R"("access_key_id":"A")"),
            "value of access_key_id: target: 'access_key_id' and 'secret_access_key' belong together ()");
}

TEST_F(Open, takes_no_secret_that_stands_in_the_section) {
  environment["KEY"] = "x";
  for (const std::string text : {"geheim", "${KEY}${KEY}", "x${KEY}"}) {
    EXPECT_EQ(error(R"({"type":"s3","bucket":"b","access_key_id":"A","secret_access_key":")" + text + R"("})"),
              "value of secret_access_key: target: 'secret_access_key' is a secret, so it must not stand here (write "
              "secret_access_key: ${NAME} to take it from the environment, or secret_access_key_file: FILE)");
  }
  put_text(scratch / "key", "geheim\n");
  EXPECT_EQ(described(R"({"type":"s3","bucket":"b","access_key_id":"A","secret_access_key_file":"key"})"),
            "s3 bucket b/front50");
}

TEST_F(Open, names_the_nearest_kind_and_key) {
  EXPECT_EQ(error(R"({"type":"directroy","path":"x"})"),
            "value of type: target: 'directroy' is no kind of target (did you mean 'directory'?)");
  EXPECT_EQ(error(R"({"type":"blockchain"})"),
            "value of type: target: 'blockchain' is no kind of target (this version has: directory, s3, gcs, sql, "
            "front50, gate)");
  EXPECT_EQ(error(R"({"type":"directory","paht":"x"})"),
            "key of paht: target: 'paht' is not known here (did you mean 'path'?)");
}

TEST_F(Open, says_what_is_missing_or_of_the_wrong_kind) {
  EXPECT_EQ(
      error("null"),
      "value of : target: nothing says where pipelines are stored (add to fleet.yaml: target: {type: directory, path: "
      "./front50})");
  EXPECT_EQ(error("[]"), "value of : target: must be a map with 'type', not a list ()");
  EXPECT_EQ(error("{}"), "value of : target: 'type' is missing ()");
  EXPECT_EQ(error(R"({"type":1})"), "value of type: target: 'type' must be a text, not an integer ()");
  EXPECT_EQ(error(R"({"type":"directory"})"), "value of : target: 'path' is missing ()");
  EXPECT_EQ(error(R"({"type":"directory","path":null})"), "value of path: target: 'path' must be a text, not null ()");
}

TEST_F(Open, makes_a_target_of_a_database_without_contacting_it) {
  environment["PW"] = "p@ss/word";
  EXPECT_EQ(described(R"({"type":"sql","url":"postgresql://me:${PW}@db.example.com/front50"})"),
            "sql postgresql://db.example.com:5432/front50");
  EXPECT_EQ(described(R"({"type":"sql","url":"mysql://db/front50","user":"me","password":"${PW}"})"),
            "sql mysql://db:3306/front50");
  put_text(scratch / "url", "mysql://me:secret@db:1/front50\n");
  EXPECT_EQ(described(R"({"type":"sql","url_file":"url"})"), "sql mysql://db:1/front50");
}

TEST_F(Open, says_what_is_wrong_with_the_url_of_a_database) {
  EXPECT_EQ(error(R"({"type":"sql"})"), "value of : target: 'url' is missing ()");
  EXPECT_EQ(
      error(R"({"type":"sql","url":"jdbc:mysql://u:secret@db/front50"})"),
      "value of url: target: the URL of the database must begin with postgresql:// or mysql:// (leave out 'jdbc:', "
      "and put user and password before the host)");
  EXPECT_EQ(error(R"({"type":"sql","url":"mysql://db/front50","pasword":"x"})"),
            "key of pasword: target: 'pasword' is not known here (did you mean 'password'?)");
}

TEST_F(Open, works_without_places) {
  const auto opened = open(parse_json("[]", "section").value(), ".", [](const std::string&) { return std::nullopt; });
  ASSERT_FALSE(opened);
  EXPECT_FALSE(opened.error().source);
}

}  // namespace

}  // namespace sailmaker::target
