-- +goose Up
-- The second factor of a member of staff: its secret, the last code used and how often somebody typed a wrong one, sealed under a key
-- of theirs alone. The log tells how often it was written, so that an older one does not pass.
CREATE TABLE second_factor (
  staff TEXT PRIMARY KEY,
  state_sealed BLOB NOT NULL CHECK (typeof(state_sealed) = 'blob' AND length(state_sealed) >= 46 AND substr(state_sealed, 1, 1) = x'01')
) STRICT;
CREATE INDEX entry_second_factor ON entry (staff, seq) WHERE detail LIKE '%"second_factor":%';

-- +goose Down
DROP INDEX entry_second_factor;
DROP TABLE second_factor;
