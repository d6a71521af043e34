-- +goose Up
-- What the desk sends for a request by itself, by mail or as a text message; the password of a copy too. SQLite has no other way to
-- change a check. An empty way is by mail, so that older rows say what they said.
ALTER TABLE outgoing RENAME TO outgoing_before;
DROP INDEX outgoing_request;
DROP INDEX outgoing_due;
DROP INDEX outgoing_needs;
CREATE TABLE outgoing (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  what TEXT NOT NULL CHECK (what IN ('letter','packet','code','password')),
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
  said_sealed BLOB NOT NULL CHECK (typeof(said_sealed) = 'blob' AND length(said_sealed) >= 46 AND substr(said_sealed, 1, 1) = x'01'),
  way TEXT NOT NULL DEFAULT '' CHECK (way IN ('','sms'))
) STRICT;
INSERT INTO outgoing SELECT id, request_id, what, letter, state, message_id, at, by_staff, due_at, tries, sent_at, sender, why, mail_sealed, said_sealed, '' FROM outgoing_before;
DROP TABLE outgoing_before;
CREATE INDEX outgoing_request ON outgoing (request_id, at);
CREATE INDEX outgoing_due ON outgoing (state, due_at) WHERE state IN ('queued','sending');
CREATE INDEX outgoing_needs ON outgoing (state, sent_at) WHERE state IN ('failed','uncertain','returned');
