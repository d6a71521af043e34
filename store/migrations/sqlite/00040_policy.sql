-- +goose Up
-- The privacy statement and its supplements, in versions, drafts too: a version is written once. Which are published, desk_approval
-- says. And how the changes between two of them were classed; what counts is the newest.
CREATE TABLE policy_version (
  document TEXT NOT NULL CHECK (document <> ''),
  number INTEGER NOT NULL CHECK (number > 0),
  body TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  mac BLOB NOT NULL CHECK (length(mac) = 32),
  PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
-- +goose StatementBegin
CREATE TRIGGER policy_version_stays BEFORE UPDATE ON policy_version BEGIN SELECT RAISE(ABORT, 'a version of a policy does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_version_kept BEFORE DELETE ON policy_version BEGIN SELECT RAISE(ABORT, 'a version of a policy stays'); END;
-- +goose StatementEnd
CREATE TABLE policy_classing (
  document TEXT NOT NULL CHECK (document <> ''),
  from_number INTEGER NOT NULL CHECK (from_number > 0),
  to_number INTEGER NOT NULL CHECK (to_number > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  mac BLOB NOT NULL CHECK (length(mac) = 32),
  PRIMARY KEY (document, from_number, to_number, version)
) STRICT, WITHOUT ROWID;
-- +goose StatementBegin
CREATE TRIGGER policy_classing_stays BEFORE UPDATE ON policy_classing BEGIN SELECT RAISE(ABORT, 'how changes were classed does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_classing_kept BEFORE DELETE ON policy_classing BEGIN SELECT RAISE(ABORT, 'how changes were classed stays'); END;
-- +goose StatementEnd
