-- +goose Up
-- What somebody approved of a request, signed with their own key over exactly what they saw: the digest.
CREATE TABLE approval (
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  digest TEXT NOT NULL,
  staff TEXT NOT NULL,
  roster INTEGER NOT NULL,
  at INTEGER NOT NULL,
  sig BLOB NOT NULL CHECK (length(sig) = 64),
  PRIMARY KEY (request_id, action, subject)
) STRICT, WITHOUT ROWID;
