-- Front50's tables of pipelines on PostgreSQL, as its Liquibase changelogs leave them.
CREATE TABLE pipelines (
  id varchar(255) NOT NULL PRIMARY KEY,
  name char(255) NOT NULL,
  application char(255) NOT NULL,
  body text NOT NULL,
  created_at bigint NOT NULL,
  last_modified_at bigint NOT NULL,
  last_modified_by varchar(255) NOT NULL,
  is_deleted boolean DEFAULT FALSE NOT NULL
);
CREATE TABLE pipelines_history (
  id varchar(255) NOT NULL,
  body text NOT NULL,
  body_sig char(32) NOT NULL,
  last_modified_at bigint NOT NULL,
  recorded_at bigint NOT NULL,
  PRIMARY KEY (id, body_sig, last_modified_at)
);
CREATE INDEX is_deleted_pipelines_idx ON pipelines (is_deleted);
CREATE INDEX last_modified_at_pipelines_idx ON pipelines (last_modified_at);
