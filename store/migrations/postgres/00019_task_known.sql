-- +goose Up
-- How the desk knows what came of a task. It is for the file alone: what the person is told as the reason is the result. Before
-- this was asked, the result held both.
ALTER TABLE task ADD COLUMN known_sealed BYTEA CHECK (known_sealed IS NULL OR (length(known_sealed) >= 46 AND get_byte(known_sealed, 0) = 1));
