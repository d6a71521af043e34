-- +goose Up
-- The record of an incident says that a report was let go by mail, and that one did not reach whom it went to.
ALTER TABLE incident_entry DROP CONSTRAINT incident_entry_kind_check;
ALTER TABLE incident_entry ADD CONSTRAINT incident_entry_kind_check CHECK (kind IN ('opened','noted','stated','scored','scoped','noticed','tasked','ticked','linked','seated','decided','drafted','approved','sent','unreached','reported','played','closed'));
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION incident_drill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind IN ('sent', 'unreached', 'reported', 'played') AND (CASE WHEN NEW.kind = 'played' THEN 0 ELSE 1 END) = (SELECT drill FROM incident WHERE id = NEW.incident_id) THEN
    RAISE EXCEPTION 'nothing of a drill leaves the desk';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- Reports to authorities that leave by mail. Nothing of a drill is ever among them.
CREATE TABLE incident_mail (
  id TEXT PRIMARY KEY,
  incident_id BIGINT NOT NULL REFERENCES incident (id),
  state TEXT NOT NULL CHECK (state IN ('queued','sending','handed','failed','uncertain','returned','cancelled')),
  message_id TEXT NOT NULL UNIQUE,
  at BIGINT NOT NULL,
  by_staff TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  sender TEXT NOT NULL,
  why TEXT NOT NULL,
  mail_sealed BYTEA NOT NULL CHECK (length(mail_sealed) >= 46 AND get_byte(mail_sealed, 0) = 1),
  said_sealed BYTEA NOT NULL CHECK (length(said_sealed) >= 46 AND get_byte(said_sealed, 0) = 1)
);
CREATE INDEX incident_mail_of ON incident_mail (incident_id, at);
-- +goose StatementBegin
CREATE FUNCTION incident_mail_drill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT drill FROM incident WHERE id = NEW.incident_id) = 1 THEN
    RAISE EXCEPTION 'nothing of a drill leaves the desk';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION incident_mail_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.incident_id <> OLD.incident_id THEN
    RAISE EXCEPTION 'a report stays with its incident';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER incident_mail_drill BEFORE INSERT ON incident_mail FOR EACH ROW EXECUTE FUNCTION incident_mail_drill();
CREATE TRIGGER incident_mail_moved BEFORE UPDATE ON incident_mail FOR EACH ROW EXECUTE FUNCTION incident_mail_moved();

-- A report that waited in a back-up rests as a letter does.
ALTER TABLE restored DROP CONSTRAINT restored_what_check;
ALTER TABLE restored ADD CONSTRAINT restored_what_check CHECK (what IN ('outgoing','notice','report'));
