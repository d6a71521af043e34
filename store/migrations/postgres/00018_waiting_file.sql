-- +goose Up
-- A file of which somebody looked at the records and has not decided about all of them, as it came. Its bytes and its name are
-- sealed under the desk key; once nothing of it waits, they go and only the keyed hash stays.
CREATE TABLE waiting_file (
  id TEXT PRIMARY KEY,
  file_hash BYTEA NOT NULL UNIQUE CHECK (length(file_hash) = 32),
  at BIGINT NOT NULL,
  by_staff TEXT NOT NULL,
  done_at BIGINT NOT NULL DEFAULT 0,
  head_sealed BYTEA CHECK (head_sealed IS NULL OR (length(head_sealed) >= 46 AND get_byte(head_sealed, 0) = 1)),
  data_sealed BYTEA CHECK (data_sealed IS NULL OR (length(data_sealed) >= 46 AND get_byte(data_sealed, 0) = 1))
);
CREATE INDEX waiting_file_open ON waiting_file (at, id) WHERE done_at = 0;

-- Which of its records wait, by their place among all that the file was read to hold.
CREATE TABLE waiting_record (
  file_id TEXT NOT NULL REFERENCES waiting_file (id) ON DELETE CASCADE,
  place BIGINT NOT NULL,
  PRIMARY KEY (file_id, place)
);
