// Where access keys come from, each place against a little server that plays it.

#include "target/aws_chain.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "http/url.h"
#include "target/aws_profiles.h"
#include "target/aws_remote.h"
#include "tests/http/server.h"
#include "tests/target/scratch.h"

namespace sailmaker::target {

namespace {

using http::answer_of;
using http::Received;
using http::Server;

const std::string kFuture = "2100-01-01T00:00:00Z";

std::string keys_json(const std::string& id, const std::string& expiration = kFuture) {
  return R"({"Code":"Success","AccessKeyId":")" + id + R"(","SecretAccessKey":"s","Token":"t","Expiration":")" +
         expiration + R"("})";
}

std::string keys_xml(const std::string& id) {
  return "<R xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Credentials><AccessKeyId>" + id +
         "</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>" + kFuture +
         "</Expiration></Credentials></R>";
}

class AwsChain : public testing::Test {
 protected:
  AwsPlace place() {
    return {profile, "eu-west-1", [this](const std::string& name) -> std::optional<std::string> {
              const auto found = environment.find(name);
              return found == environment.end() ? std::nullopt : std::optional(found->second);
            }};
  }

  /// "id secret token" of the keys with which a request would be signed, or the error.
  std::string keys() {
    AwsIdentity identity(aws_key_sources(place()), "eu-west-1", "s3");
    return keys_of(identity);
  }

  static std::string keys_of(AwsIdentity& identity) {
    http::Request request;
    if (const auto proved = identity.prove(request); !proved) return "error: " + proved.error().message;
    return request.signing->access_key_id + " " + request.signing->secret_access_key + " " +
           request.signing->session_token;
  }

  void config(const std::string& text) { put_text(scratch / ".aws/config", text); }
  void credentials(const std::string& text) { put_text(scratch / ".aws/credentials", text); }

  Scratch scratch;
  std::string profile;
  std::map<std::string, std::string> environment = {{"HOME", scratch.path().string()},
                                                    {"AWS_EC2_METADATA_DISABLED", "true"}};
};

TEST_F(AwsChain, says_where_it_looked) {
  EXPECT_EQ(keys(),
            "error: there are no access keys for AWS in the environment (AWS_ACCESS_KEY_ID), a web identity token, the "
            "shared files of AWS, the container's service, the metadata service of EC2");
}

TEST_F(AwsChain, takes_the_environment_first) {
  credentials("[default]\naws_access_key_id=F\naws_secret_access_key=f\n");
  EXPECT_EQ(keys(), "F f ");
  environment["AWS_ACCESS_KEY_ID"] = "E";
  EXPECT_EQ(keys(), "F f ") << "an id without a secret is no key";
  environment["AWS_SECRET_ACCESS_KEY"] = "e";
  EXPECT_EQ(keys(), "E e ");
  environment["AWS_SESSION_TOKEN"] = "t";
  EXPECT_EQ(keys(), "E e t");
}

TEST_F(AwsChain, reads_the_shared_files_as_aws_does) {
  config(
      "# mine\n[default]\nregion = eu-central-1 ; home\n s3 =\n   max = 1\n[profile  work]\naws_access_key_id = C\n"
      "aws_secret_access_key = a#b=c\nregion=us-west-2\n[sso-session work]\nregion=no\n");
  credentials("[other]\naws_access_key_id=O\naws_secret_access_key=o\naws_session_token=t\n");
  EXPECT_EQ(keys(),
            "error: there are no access keys for AWS in the environment (AWS_ACCESS_KEY_ID), a web identity "
            "token, the shared files of AWS, the container's service, the metadata service of EC2");
  environment["AWS_PROFILE"] = "work";
  EXPECT_EQ(keys(), "C a#b=c ");
  profile = "other";
  EXPECT_EQ(keys(), "O o t");
  credentials("[work]\naws_access_key_id=W\naws_secret_access_key=w\n");
  profile = "work";
  EXPECT_EQ(keys(), "W w ") << "the credentials file wins";
  environment["AWS_ACCESS_KEY_ID"] = environment["AWS_SECRET_ACCESS_KEY"] = "E";
  EXPECT_EQ(keys(), "W w ") << "a profile that the fleet names is the only place";
  profile = "nobody";
  EXPECT_EQ(keys(), "error: AWS profile 'nobody' is not in " + (scratch / ".aws/config").string() + " and " +
                        (scratch / ".aws/credentials").string());
  put_text(scratch / "elsewhere", "[x]\naws_access_key_id=X\naws_secret_access_key=x\n");
  environment["AWS_SHARED_CREDENTIALS_FILE"] = "~/elsewhere";
  profile = "x";
  EXPECT_EQ(keys(), "X x ");
}

TEST_F(AwsChain, finds_the_region) {
  AwsPlace where = place();
  EXPECT_EQ(region_of(where).value(), "eu-west-1");
  where.region.clear();
  EXPECT_EQ(region_of(where).value(), "us-east-1");
  config("[default]\nregion=a\n[profile p]\nregion=b\n");
  EXPECT_EQ(region_of(where).value(), "a");
  where.profile = "p";
  EXPECT_EQ(region_of(where).value(), "b");
  environment["AWS_DEFAULT_REGION"] = "c";
  EXPECT_EQ(region_of(where).value(), "c");
  environment["AWS_REGION"] = "d";
  EXPECT_EQ(region_of(where).value(), "d");
}

TEST_F(AwsChain, runs_a_credential_process) {
  config("[profile p]\ncredential_process = echo '" + keys_json("P") +
         "'\n[profile bad]\ncredential_process = false\n"
         "[profile odd]\ncredential_process = echo hello\n");
  profile = "p";
  EXPECT_EQ(keys(), "P s t");
  profile = "bad";
  EXPECT_EQ(keys(), "error: the credential_process of AWS profile 'bad' failed");
  profile = "odd";
  EXPECT_EQ(keys(), "error: the access keys from the credential_process of AWS profile 'odd' are no JSON object");
}

TEST_F(AwsChain, takes_on_a_role_with_the_keys_of_another_profile) {
  Server sts([](const Received&) { return answer_of(200, keys_xml("R")); });
  environment["AWS_ENDPOINT_URL_STS"] = sts.url("");
  config(
      "[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nexternal_id = e&x\n"
      "duration_seconds = 900\n[profile base]\naws_access_key_id=B\naws_secret_access_key=b\n");
  profile = "role";
  EXPECT_EQ(keys(), "R s t");
  const Received asked = sts.received().at(0);
  EXPECT_EQ(asked.method, "POST");
  EXPECT_EQ(asked.body,
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=sailmaker&"
            "ExternalId=e%26x&DurationSeconds=900");
  EXPECT_TRUE(asked.headers.at("authorization").starts_with("AWS4-HMAC-SHA256 Credential=B/")) << "signed by base";
  EXPECT_NE(asked.headers.at("authorization").find("/eu-west-1/sts/aws4_request"), std::string::npos);
}

TEST_F(AwsChain, takes_on_roles_one_after_another) {
  int count = 0;
  Server sts([&](const Received&) { return answer_of(200, keys_xml("R" + std::to_string(++count))); });
  environment["AWS_ENDPOINT_URL_STS"] = sts.url("");
  environment["AWS_ACCESS_KEY_ID"] = environment["AWS_SECRET_ACCESS_KEY"] = "E";
  config(
      "[profile two]\nrole_arn=two\nsource_profile=one\n[profile one]\nrole_arn=one\ncredential_source=Environment\n"
      "[profile ring]\nrole_arn=x\nsource_profile=gnir\n[profile gnir]\nrole_arn=x\nsource_profile=ring\n"
      "[profile none]\nrole_arn=x\n[profile mfa]\nrole_arn=x\nmfa_serial=y\n[profile sso]\nsso_session=x\n");
  profile = "two";
  EXPECT_EQ(keys(), "R2 s t");
  EXPECT_TRUE(sts.received().at(1).headers.at("authorization").starts_with("AWS4-HMAC-SHA256 Credential=R1/"));
  EXPECT_EQ(sts.received().at(1).headers.at("x-amz-security-token"), "t");
  profile = "ring";
  EXPECT_TRUE(keys().ends_with("have no end")) << keys();
  profile = "none";
  EXPECT_EQ(keys(), "error: AWS profile 'none' has a role_arn, but neither source_profile nor credential_source");
  profile = "mfa";
  EXPECT_EQ(keys(), "error: AWS profile 'mfa' needs a code of a device for its role, which Sailmaker cannot ask for");
  profile = "sso";
  EXPECT_EQ(keys(), "error: AWS profile 'sso' logs in by SSO, which Sailmaker does not do itself");
}

TEST_F(AwsChain, takes_on_a_role_with_the_token_of_eks) {
  Server sts([](const Received& request) {
    return request.body.find("WebIdentityToken=abc.def") != std::string::npos
               ? answer_of(200, keys_xml("W"))
               : answer_of(400, "<E><Error><Code>InvalidIdentityToken</Code><Message>bad</Message></Error></E>");
  });
  environment["AWS_ENDPOINT_URL_STS"] = sts.url("");
  environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = (scratch / "token").string();
  environment["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/eks";
  EXPECT_EQ(keys(), "error: the token file " + (scratch / "token").string() +
                        " for role arn:aws:iam::1:role/eks does not exist");
  put_text(scratch / "token", "abc.def\n");
  EXPECT_EQ(keys(), "W s t");
  EXPECT_FALSE(sts.received().at(0).headers.contains("authorization"));
  put_text(scratch / "token", "old\n");
  EXPECT_EQ(keys(), "error: cannot take on role arn:aws:iam::1:role/eks: InvalidIdentityToken: bad");
}

TEST_F(AwsChain, asks_the_service_of_a_container) {
  Server service([](const Received& request) {
    return request.target == "/keys?x=1" && request.headers.at("authorization") == "secret"
               ? answer_of(200, keys_json("C"))
               : answer_of(403, "");
  });
  environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service.url("/keys?x=1");
  environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "wrong";
  EXPECT_EQ(keys(), "error: asking for access keys at " + service.url("") + " gave HTTP status 403");
  environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = (scratch / "token").string();
  put_text(scratch / "token", "secret\n");
  EXPECT_EQ(keys(), "C s t");
  environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://evil.example.com/";
  EXPECT_EQ(keys(),
            "error: AWS_CONTAINER_CREDENTIALS_FULL_URI may not lead to http://evil.example.com: it must be https "
            "or an address of this machine");
}

TEST_F(AwsChain, asks_the_metadata_service_of_an_instance) {
  Server service([](const Received& request) {
    if (request.method == "PUT") return answer_of(200, "proof");
    if (request.headers.at("x-aws-ec2-metadata-token") != "proof") return answer_of(401, "");
    if (request.target.ends_with("/security-credentials/")) return answer_of(200, "my role\n");
    return answer_of(200, keys_json(request.target.ends_with("/my%20role") ? "I" : "?"));
  });
  environment["AWS_EC2_METADATA_DISABLED"] = "false";
  environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = service.url();
  EXPECT_EQ(keys(), "I s t");
  EXPECT_EQ(service.received().at(0).target, "/latest/api/token");
  EXPECT_EQ(service.received().at(0).headers.at("x-aws-ec2-metadata-token-ttl-seconds"), "21600");
  environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:" + std::to_string(http::closed_port());
  EXPECT_TRUE(keys().starts_with("error: there are no access keys for AWS in ")) << "this is no EC2 instance";
}

TEST_F(AwsChain, keeps_keys_until_shortly_before_they_end) {
  std::string expiration = kFuture;
  int count = 0;
  Server service([&](const Received&) { return answer_of(200, keys_json(std::to_string(++count), expiration)); });
  environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service.url();
  AwsIdentity identity(aws_key_sources(place()), "eu-west-1", "s3");
  EXPECT_EQ(keys_of(identity), "1 s t");
  EXPECT_EQ(keys_of(identity), "1 s t");
  identity.renew();
  const std::time_t soon = std::time(nullptr) + 120;
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&soon));
  expiration = text;
  EXPECT_EQ(keys_of(identity), "2 s t");
  EXPECT_EQ(keys_of(identity), "3 s t") << "keys that end in two minutes are renewed";
}

}  // namespace

}  // namespace sailmaker::target
