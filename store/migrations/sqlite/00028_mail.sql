-- +goose Up
-- How the desk sends and reads mail: servers, users and passwords, sealed under the desk key. A change is a new version.
CREATE TABLE mail_setting (
  version INTEGER PRIMARY KEY CHECK (version > 0),
  settings_sealed BLOB NOT NULL CHECK (typeof(settings_sealed) = 'blob' AND length(settings_sealed) >= 46 AND substr(settings_sealed, 1, 1) = x'01'),
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER mail_setting_stays BEFORE UPDATE ON mail_setting BEGIN SELECT RAISE(ABORT, 'a version of the mail settings does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER mail_setting_kept BEFORE DELETE ON mail_setting BEGIN SELECT RAISE(ABORT, 'a version of the mail settings stays'); END;
-- +goose StatementEnd

-- How far sending (outbox) and reading (inbox) are, and which desktop is at it until when.
CREATE TABLE mail_state (
  name TEXT PRIMARY KEY CHECK (name IN ('outbox','inbox')),
  holder TEXT NOT NULL DEFAULT '',
  till INTEGER NOT NULL DEFAULT 0,
  checked_at INTEGER NOT NULL DEFAULT 0,
  why TEXT NOT NULL DEFAULT '',
  validity INTEGER NOT NULL DEFAULT 0,
  uid INTEGER NOT NULL DEFAULT 0,
  newest_at INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- What goes to people by mail, each message a row, from when somebody lets it go. What it says is sealed with its request.
CREATE TABLE outgoing (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  what TEXT NOT NULL CHECK (what IN ('letter','packet','code')),
  letter TEXT NOT NULL,
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
CREATE INDEX outgoing_request ON outgoing (request_id, at);
CREATE INDEX outgoing_due ON outgoing (state, due_at) WHERE state IN ('queued','sending');
CREATE INDEX outgoing_needs ON outgoing (state, sent_at) WHERE state IN ('failed','uncertain','returned');

-- When it was known that something that went out did not reach the person; 0 where nothing says so. mail names its message.
ALTER TABLE delivery ADD COLUMN returned_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN mail TEXT NOT NULL DEFAULT '';
