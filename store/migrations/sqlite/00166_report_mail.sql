-- +goose Up
-- The record of an incident says that a report was let go by mail, and that one did not reach whom it went to. SQLite has no other way to
-- change a check.
ALTER TABLE incident_entry RENAME TO incident_entry_before;
CREATE TABLE incident_entry (
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  number INTEGER NOT NULL CHECK (number > 0),
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('opened','noted','stated','scored','scoped','noticed','tasked','ticked','linked','seated','decided','drafted','approved','sent','unreached','reported','played','closed')),
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
CREATE TRIGGER incident_drill BEFORE INSERT ON incident_entry WHEN (NEW.kind <> 'played') = (SELECT drill FROM incident WHERE id = NEW.incident_id) AND NEW.kind IN ('sent', 'unreached', 'reported', 'played')
BEGIN SELECT RAISE(ABORT, 'nothing of a drill leaves the desk'); END;
-- +goose StatementEnd

-- Reports to authorities that leave by mail. Nothing of a drill is ever among them.
CREATE TABLE incident_mail (
  id TEXT PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  state TEXT NOT NULL CHECK (state IN ('queued','sending','handed','failed','uncertain','returned','cancelled')),
  message_id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  sender TEXT NOT NULL,
  why TEXT NOT NULL,
  mail_sealed BLOB NOT NULL CHECK (typeof(mail_sealed) = 'blob' AND length(mail_sealed) >= 46 AND substr(mail_sealed, 1, 1) = x'01'),
  said_sealed BLOB NOT NULL CHECK (typeof(said_sealed) = 'blob' AND length(said_sealed) >= 46 AND substr(said_sealed, 1, 1) = x'01')
) STRICT;
CREATE INDEX incident_mail_of ON incident_mail (incident_id, at);
-- +goose StatementBegin
CREATE TRIGGER incident_mail_drill BEFORE INSERT ON incident_mail WHEN (SELECT drill FROM incident WHERE id = NEW.incident_id) = 1
BEGIN SELECT RAISE(ABORT, 'nothing of a drill leaves the desk'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER incident_mail_moved BEFORE UPDATE ON incident_mail WHEN NEW.incident_id <> OLD.incident_id
BEGIN SELECT RAISE(ABORT, 'a report stays with its incident'); END;
-- +goose StatementEnd

-- A report that waited in a back-up rests as a letter does.
ALTER TABLE restored RENAME TO restored_before;
CREATE TABLE restored (
  what TEXT NOT NULL CHECK (what IN ('outgoing','notice','report')),
  id TEXT NOT NULL,
  PRIMARY KEY (what, id)
) STRICT;
INSERT INTO restored SELECT what, id FROM restored_before;
DROP TABLE restored_before;
