-- +goose Up
-- To whom something went out: an address or a number of the person, sealed. Of what went out before this was asked nobody knows.
ALTER TABLE delivery ADD COLUMN to_sealed BYTEA CHECK (to_sealed IS NULL OR (length(to_sealed) >= 46 AND get_byte(to_sealed, 0) = 1));
