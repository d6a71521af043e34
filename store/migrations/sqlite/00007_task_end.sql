-- +goose Up
-- What came of a task: done, not done and until when, or not theirs. Of one ended before this was asked nobody knows.
ALTER TABLE task ADD COLUMN ending TEXT NOT NULL DEFAULT '' CHECK (ending IN ('','done','not_done','not_theirs'));
ALTER TABLE task ADD COLUMN until_at INTEGER NOT NULL DEFAULT 0;
