#include "pipeline/stored_form.h"

#include "pipeline/name_slots.h"
#include "pipeline/same_name.h"
#include "pipeline/server_fields.h"

namespace sailmaker::pipeline {

namespace {

constexpr std::string_view kServerFields[] = {
    "updateTs",  "lastModifiedBy", "lastModified", "createTs",
    "createdAt", "isNew",          "errorMsg",     "regenerateCronTriggerIds"};

// Front50 leaves these out when they are null. It keeps nulls of fields that it does not know.
constexpr std::string_view kTypedFields[] = {
    "id",          "type",        "config",         "template",           "index",           "disabled",
    "email",       "roles",       "stages",         "stageCounter",       "limitConcurrent", "maxConcurrentExecutions",
    "constraints", "schema",      "triggers",       "payloadConstraints", "parameterConfig", "keepWaitingPipelines",
    "name",        "application", "serviceAccount", "executionEngine",    "spelEvaluator",
};

using ServerFields = NameSlots<32>;

const ServerFields& server_fields() {
  static const ServerFields fields = [] {
    ServerFields names;
    for (const std::string_view field : kServerFields) names.add(field);
    return names;
  }();
  return fields;
}

template <std::size_t size>
bool is_one_of(const std::string_view (&names)[size], std::string_view name) {
  for (const std::string_view other : names) {
    if (same_name(other, name)) return true;
  }
  return false;
}

}  // namespace

bool is_server_field(std::string_view field) { return server_fields().find(field) != ServerFields::npos; }
bool is_server_field(const Value& key) { return server_fields().find_key(key) != ServerFields::npos; }

bool is_kept_field(std::string_view field) { return field == "index" || field == "disabled"; }

bool says_nothing(std::string_view field, const Value& value) {
  if (value.is_null()) return is_one_of(kTypedFields, field);
  if (value.is_list()) return value.as_list().empty() && field == "triggers";
  if (!value.is_string() || field != "schema") return false;
  return value.as_string() == "1" || value.as_string().empty();
}

bool is_cron(const Value& trigger) {
  const Value* type = trigger.find("type");
  return type != nullptr && type->is_string() && type->as_string() == "cron";
}

bool is_managed_account(const Value& account, const Value* own_account) {
  if (!account.is_string()) return false;
  const std::string_view text = account.as_string();
  if (text.ends_with("@managed-service-account") || text.ends_with("@shared-managed-service-account")) return true;
  return own_account != nullptr && own_account->is_string() && own_account->as_string() == text;
}

bool is_account_field(std::string_view field) { return field == "runAsUser" || field == "serviceAccount"; }

}  // namespace sailmaker::pipeline
