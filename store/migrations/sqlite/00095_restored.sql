-- +goose Up
-- What waited to leave by mail in the back-up that a desk was restored from: it may have left since, and rests until a person says so.
CREATE TABLE restored (
  what TEXT NOT NULL CHECK (what IN ('outgoing','notice')),
  id TEXT NOT NULL,
  PRIMARY KEY (what, id)
) STRICT;

-- +goose Down
DROP TABLE restored;
