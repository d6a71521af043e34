-- +goose Up
-- What the desk sends for a request by itself, by mail or as a text message; the password of a copy too. An empty way is by mail, so
-- that older rows say what they said.
ALTER TABLE outgoing DROP CONSTRAINT outgoing_what_check;
ALTER TABLE outgoing ADD CONSTRAINT outgoing_what_check CHECK (what IN ('letter','packet','code','password'));
ALTER TABLE outgoing ADD COLUMN way TEXT NOT NULL DEFAULT '' CHECK (way IN ('','sms'));
