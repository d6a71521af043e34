-- +goose Up
-- Who works at the desk and with which keys, as signed values: each version names the one before it by its fingerprint. The
-- tables staff and desk repeat what the newest says; where they differ, they are wrong.
CREATE TABLE roster (
  version INTEGER PRIMARY KEY CHECK (version > 0),
  body TEXT NOT NULL,
  sig BLOB NOT NULL CHECK (length(sig) = 64)
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER roster_stays BEFORE UPDATE ON roster BEGIN SELECT RAISE(ABORT, 'the roster is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER roster_kept BEFORE DELETE ON roster BEGIN SELECT RAISE(ABORT, 'the roster is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER roster_once BEFORE INSERT ON roster WHEN EXISTS (SELECT 1 FROM roster WHERE version = new.version) BEGIN SELECT RAISE(ABORT, 'the roster is append-only'); END;
-- +goose StatementEnd
