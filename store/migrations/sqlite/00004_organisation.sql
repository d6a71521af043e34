-- +goose Up
-- The facts about the organisation that letters and copies state. A change is a new version; what went out names its own.
CREATE TABLE organisation (
  version INTEGER PRIMARY KEY CHECK (version > 0),
  facts TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER organisation_stays BEFORE UPDATE ON organisation BEGIN SELECT RAISE(ABORT, 'a version of the organisation does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER organisation_kept BEFORE DELETE ON organisation BEGIN SELECT RAISE(ABORT, 'a version of the organisation stays'); END;
-- +goose StatementEnd
