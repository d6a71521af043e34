-- +goose Up
-- To whom something went out: an address or a number of the person, sealed. Of what went out before this was asked nobody knows.
ALTER TABLE delivery ADD COLUMN to_sealed BLOB CHECK (to_sealed IS NULL OR (typeof(to_sealed) = 'blob' AND length(to_sealed) >= 46 AND substr(to_sealed, 1, 1) = x'01'));
