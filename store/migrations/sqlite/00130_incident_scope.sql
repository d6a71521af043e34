-- +goose Up
-- The record of an incident holds who is affected, as counted, the notices that tell them, tasks and who did them, and requests that refer to it. SQLite has no other way to change a check.
ALTER TABLE incident_entry RENAME TO incident_entry_before;
CREATE TABLE incident_entry (
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  number INTEGER NOT NULL CHECK (number > 0),
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('opened','noted','stated','scored','scoped','noticed','tasked','ticked','linked','seated','decided','drafted','approved','reported','played','closed')),
  body_sealed BLOB NOT NULL CHECK (typeof(body_sealed) = 'blob' AND length(body_sealed) >= 46 AND substr(body_sealed, 1, 1) = x'01'),
  PRIMARY KEY (incident_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO incident_entry SELECT incident_id, number, at, by_staff, kind, body_sealed FROM incident_entry_before;
DROP TABLE incident_entry_before;
-- +goose StatementBegin
CREATE TRIGGER incident_entry_stays BEFORE UPDATE ON incident_entry BEGIN SELECT RAISE(ABORT, 'the record of an incident does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER incident_entry_kept BEFORE DELETE ON incident_entry BEGIN SELECT RAISE(ABORT, 'the record of an incident stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER incident_drill BEFORE INSERT ON incident_entry WHEN (NEW.kind = 'reported') = (SELECT drill FROM incident WHERE id = NEW.incident_id) AND NEW.kind IN ('reported', 'played')
BEGIN SELECT RAISE(ABORT, 'nothing of a drill leaves the desk'); END;
-- +goose StatementEnd

-- Who is affected, by each count, many people a row. sum names them without a key to read them.
CREATE TABLE incident_people (
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  measure INTEGER NOT NULL CHECK (measure > 0),
  seq INTEGER NOT NULL CHECK (seq > 0),
  people INTEGER NOT NULL CHECK (people > 0),
  sum TEXT NOT NULL,
  people_sealed BLOB NOT NULL CHECK (typeof(people_sealed) = 'blob' AND length(people_sealed) >= 46 AND substr(people_sealed, 1, 1) = x'01'),
  PRIMARY KEY (incident_id, measure, seq)
) STRICT;
