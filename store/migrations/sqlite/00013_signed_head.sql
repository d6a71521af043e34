-- +goose Up
-- The newest head of the log that each member of staff signed, by the key they signed with. Its text says which entries they
-- wrote.
CREATE TABLE signed_head (
  signing BLOB PRIMARY KEY CHECK (length(signing) = 32),
  staff TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
