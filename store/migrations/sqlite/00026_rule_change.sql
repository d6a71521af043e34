-- +goose Up
-- What the desk changed of its rules, in order: the rule pack as it was edited, tables of holidays, and the counts of due dates that
-- followed. What counts is the newest of each.
CREATE TABLE rule_change (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('pack','holidays','count','counted')),
  version TEXT NOT NULL DEFAULT '',   -- of the pack, which rule_pack keeps
  calendar TEXT NOT NULL DEFAULT '',
  year INTEGER NOT NULL DEFAULT 0,
  body TEXT NOT NULL DEFAULT '',      -- the table; what was counted by, and how much moved
  why_sealed BLOB CHECK (why_sealed IS NULL OR (typeof(why_sealed) = 'blob' AND length(why_sealed) >= 46 AND substr(why_sealed, 1, 1) = x'01')),
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER rule_change_stays BEFORE UPDATE ON rule_change BEGIN SELECT RAISE(ABORT, 'a change of the rules does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rule_change_kept BEFORE DELETE ON rule_change BEGIN SELECT RAISE(ABORT, 'a change of the rules stays'); END;
-- +goose StatementEnd
