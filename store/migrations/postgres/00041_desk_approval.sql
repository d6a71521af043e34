-- +goose Up
-- What a second person signed about the desk itself and no request: that a version of the privacy statement is published, and the like.
CREATE TABLE desk_approval (
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  digest TEXT NOT NULL,
  staff TEXT NOT NULL,
  roster BIGINT NOT NULL,
  at BIGINT NOT NULL,
  sig BYTEA NOT NULL CHECK (length(sig) = 64),
  PRIMARY KEY (action, subject)
);
-- The entry that tells of such an approval is looked for by everybody who acts on it.
CREATE INDEX entry_desk_approved ON entry (seq) WHERE request_id = 0 AND detail LIKE '%"approved":%';
