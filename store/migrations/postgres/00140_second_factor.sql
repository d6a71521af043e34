-- +goose Up
-- The second factor of a member of staff: its secret, the last code used and how often somebody typed a wrong one, sealed under a key
-- of theirs alone. The log tells how often it was written, so that an older one does not pass.
CREATE TABLE second_factor (
  staff TEXT PRIMARY KEY,
  state_sealed BYTEA NOT NULL CHECK (length(state_sealed) >= 46 AND get_byte(state_sealed, 0) = 1)
);
CREATE INDEX entry_second_factor ON entry (staff, seq) WHERE detail LIKE '%"second_factor":%';

-- +goose Down
DROP INDEX entry_second_factor;
DROP TABLE second_factor;
