-- +goose Up
-- What people settled about the tables of a source: what stock was taken of, and who said of which column what it holds. Who settled
-- something signs it (desk_approval).
CREATE TABLE source_review (
  source_key TEXT NOT NULL,
  name TEXT NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0),
  program TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL,
  PRIMARY KEY (source_key, name)
);
