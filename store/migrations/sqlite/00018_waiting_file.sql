-- +goose Up
-- A file of which somebody looked at the records and has not decided about all of them, as it came. Its bytes and its name are
-- sealed under the desk key; once nothing of it waits, they go and only the keyed hash stays.
CREATE TABLE waiting_file (
  id TEXT PRIMARY KEY,
  file_hash BLOB NOT NULL UNIQUE CHECK (length(file_hash) = 32),
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  done_at INTEGER NOT NULL DEFAULT 0,
  head_sealed BLOB CHECK (head_sealed IS NULL OR (typeof(head_sealed) = 'blob' AND length(head_sealed) >= 46 AND substr(head_sealed, 1, 1) = x'01')),
  data_sealed BLOB CHECK (data_sealed IS NULL OR (typeof(data_sealed) = 'blob' AND length(data_sealed) >= 46 AND substr(data_sealed, 1, 1) = x'01'))
) STRICT;
CREATE INDEX waiting_file_open ON waiting_file (at, id) WHERE done_at = 0;

-- Which of its records wait, by their place among all that the file was read to hold.
CREATE TABLE waiting_record (
  file_id TEXT NOT NULL REFERENCES waiting_file (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  PRIMARY KEY (file_id, place)
) STRICT, WITHOUT ROWID;
