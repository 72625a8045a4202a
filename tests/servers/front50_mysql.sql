-- Front50's tables of pipelines on MySQL and MariaDB, as its Liquibase changelogs leave them.
CREATE TABLE pipelines (
  id char(255) NOT NULL,
  name char(255) NOT NULL,
  application char(255) NOT NULL,
  body longtext NOT NULL,
  created_at bigint NOT NULL,
  last_modified_at bigint NOT NULL,
  last_modified_by varchar(255) NOT NULL,
  is_deleted bit(1) DEFAULT 0 NOT NULL,
  CONSTRAINT PK_PIPELINES PRIMARY KEY (id)
) engine innodb DEFAULT CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE TABLE pipelines_history (
  id char(255) NOT NULL,
  body longtext NOT NULL,
  body_sig char(32) NOT NULL,
  last_modified_at bigint NOT NULL,
  recorded_at bigint NOT NULL,
  CONSTRAINT PK_PIPELINES_HISTORY PRIMARY KEY (id, body_sig, last_modified_at)
) engine innodb DEFAULT CHARSET=utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE INDEX is_deleted_idx ON pipelines (is_deleted);
CREATE INDEX last_modified_at_pipelines_idx ON pipelines (last_modified_at);
