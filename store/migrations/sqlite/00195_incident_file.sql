-- +goose Up
-- The record of an incident tells of evidence that was kept and of what authorities wrote. SQLite has no other way to change a check.
ALTER TABLE incident_entry RENAME TO incident_entry_before;
CREATE TABLE incident_entry (
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  number INTEGER NOT NULL CHECK (number > 0),
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('opened','noted','stated','scored','scoped','noticed','tasked','ticked','linked','seated','decided','drafted','approved','sent','unreached','reported','played','closed','kept','heard')),
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
CREATE TRIGGER incident_drill BEFORE INSERT ON incident_entry WHEN (NEW.kind <> 'played') = (SELECT drill FROM incident WHERE id = NEW.incident_id) AND NEW.kind IN ('sent', 'unreached', 'reported', 'played', 'heard')
BEGIN SELECT RAISE(ABORT, 'nothing of a drill leaves the desk'); END;
-- +goose StatementEnd

-- What is kept with an incident as it came: evidence, the report that went as a PDF, what an authority wrote.
CREATE TABLE incident_file (
  id TEXT PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  data_sealed BLOB NOT NULL CHECK (typeof(data_sealed) = 'blob' AND length(data_sealed) >= 46 AND substr(data_sealed, 1, 1) = x'01')
) STRICT;
CREATE INDEX incident_file_of ON incident_file (incident_id);
-- +goose StatementBegin
CREATE TRIGGER incident_file_stays BEFORE UPDATE ON incident_file WHEN NEW.id <> OLD.id OR NEW.incident_id <> OLD.incident_id BEGIN SELECT RAISE(ABORT, 'what is kept with an incident stays with it'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER incident_file_kept BEFORE DELETE ON incident_file BEGIN SELECT RAISE(ABORT, 'what is kept with an incident stays'); END;
-- +goose StatementEnd
