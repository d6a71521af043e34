-- +goose Up
-- Who takes which seat of the response team, in versions, sealed under the desk key.
CREATE TABLE response_roster (
  version INTEGER PRIMARY KEY CHECK (version > 0),
  roster_sealed BLOB NOT NULL CHECK (typeof(roster_sealed) = 'blob' AND length(roster_sealed) >= 46 AND substr(roster_sealed, 1, 1) = x'01'),
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER response_roster_stays BEFORE UPDATE ON response_roster BEGIN SELECT RAISE(ABORT, 'a version of the roster does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER response_roster_kept BEFORE DELETE ON response_roster BEGIN SELECT RAISE(ABORT, 'a version of the roster stays'); END;
-- +goose StatementEnd
