-- +goose Up
-- How the desk sends and reads mail: servers, users and passwords, sealed under the desk key. A change is a new version.
CREATE TABLE mail_setting (
  version BIGINT PRIMARY KEY CHECK (version > 0),
  settings_sealed BYTEA NOT NULL CHECK (length(settings_sealed) >= 46 AND get_byte(settings_sealed, 0) = 1),
  saved_at BIGINT NOT NULL,
  saved_by TEXT NOT NULL,
  mac BYTEA NOT NULL CHECK (length(mac) = 32)
);
-- +goose StatementBegin
CREATE FUNCTION mail_setting_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of the mail settings stays as it is';
END $$;
-- +goose StatementEnd
CREATE TRIGGER mail_setting_stays BEFORE UPDATE ON mail_setting FOR EACH ROW EXECUTE FUNCTION mail_setting_stays();
CREATE TRIGGER mail_setting_kept BEFORE DELETE ON mail_setting FOR EACH ROW EXECUTE FUNCTION mail_setting_stays();

-- How far sending (outbox) and reading (inbox) are, and which desktop is at it until when.
CREATE TABLE mail_state (
  name TEXT PRIMARY KEY CHECK (name IN ('outbox','inbox')),
  holder TEXT NOT NULL DEFAULT '',
  till BIGINT NOT NULL DEFAULT 0,
  checked_at BIGINT NOT NULL DEFAULT 0,
  why TEXT NOT NULL DEFAULT '',
  validity BIGINT NOT NULL DEFAULT 0,
  uid BIGINT NOT NULL DEFAULT 0,
  newest_at BIGINT NOT NULL DEFAULT 0
);

-- What goes to people by mail, each message a row, from when somebody lets it go. What it says is sealed with its request.
CREATE TABLE outgoing (
  id TEXT PRIMARY KEY,
  request_id BIGINT NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  what TEXT NOT NULL CHECK (what IN ('letter','packet','code')),
  letter TEXT NOT NULL,
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
CREATE INDEX outgoing_request ON outgoing (request_id, at);
CREATE INDEX outgoing_due ON outgoing (state, due_at) WHERE state IN ('queued','sending');
CREATE INDEX outgoing_needs ON outgoing (state, sent_at) WHERE state IN ('failed','uncertain','returned');

-- When it was known that something that went out did not reach the person; 0 where nothing says so. mail names its message.
ALTER TABLE delivery ADD COLUMN returned_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN mail TEXT NOT NULL DEFAULT '';
