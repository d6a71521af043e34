-- +goose Up
-- Which clocks of a request were counted over a year whose holidays are not known yet: 1 the nearest, 2 the final one.
ALTER TABLE request ADD COLUMN provisional INTEGER NOT NULL DEFAULT 0;

-- The due dates that moved when they were counted again, by the number of that count in rule_change.
CREATE TABLE moved_due (
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  count INTEGER NOT NULL,
  clock TEXT NOT NULL,    -- which of the request's
  due_was INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  why TEXT NOT NULL,      -- codes: cn/2027, zone
  PRIMARY KEY (request_id, count)
) STRICT, WITHOUT ROWID;
CREATE INDEX moved_due_count ON moved_due (count, due_at, request_id);
