-- +goose Up
-- The number that a record carried when it came in, as a keyed hash: two records may carry one number and say different
-- things. What tells the very same record is request.intake_hash, over the number and all that the record says.
CREATE TABLE record_number (
  hash BYTEA NOT NULL CHECK (length(hash) = 32),
  request_id BIGINT NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  PRIMARY KEY (hash, request_id)
);
CREATE INDEX record_number_request ON record_number (request_id);
INSERT INTO record_number (hash, request_id) SELECT intake_hash, id FROM request WHERE intake_hash IS NOT NULL;

-- Mail that a machine sent, waiting to be taken in as a request or dismissed; no clock runs. Dismissed, only the hash stays,
-- so that the same mail does not come up again.
CREATE TABLE automatic_mail (
  id TEXT PRIMARY KEY,
  record_hash BYTEA NOT NULL UNIQUE CHECK (length(record_hash) = 32),
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_staff TEXT NOT NULL,
  done_at BIGINT NOT NULL DEFAULT 0,
  head_sealed BYTEA CHECK (head_sealed IS NULL OR (length(head_sealed) >= 46 AND get_byte(head_sealed, 0) = 1)),
  mail_sealed BYTEA CHECK (mail_sealed IS NULL OR (length(mail_sealed) >= 46 AND get_byte(mail_sealed, 0) = 1))
);
CREATE INDEX automatic_mail_open ON automatic_mail (at, id) WHERE done_at = 0;
