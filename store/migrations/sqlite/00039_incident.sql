-- +goose Up
-- Incidents, and their record, which only ever grows: what an incident is now is what its entries add up to.
CREATE TABLE incident (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  reference TEXT NOT NULL UNIQUE,
  drill INTEGER NOT NULL CHECK (drill IN (0, 1)),
  CHECK (drill = CASE WHEN substr(reference, 1, 2) = 'D-' THEN 1 ELSE 0 END)
) STRICT;
CREATE TABLE incident_entry (
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  number INTEGER NOT NULL CHECK (number > 0),
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('opened','noted','stated','scored','seated','decided','reported','played','closed')),
  body_sealed BLOB NOT NULL CHECK (typeof(body_sealed) = 'blob' AND length(body_sealed) >= 46 AND substr(body_sealed, 1, 1) = x'01'),
  PRIMARY KEY (incident_id, number)
) STRICT, WITHOUT ROWID;
-- +goose StatementBegin
CREATE TRIGGER incident_stays BEFORE UPDATE ON incident BEGIN SELECT RAISE(ABORT, 'an incident stays as it was opened'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER incident_kept BEFORE DELETE ON incident BEGIN SELECT RAISE(ABORT, 'an incident stays'); END;
-- +goose StatementEnd
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
