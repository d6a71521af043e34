-- +goose Up
-- Automatic mail that was dismissed stays sealed for a while, so that whoever dismissed it by mistake can bring it back.
ALTER TABLE automatic_mail ADD COLUMN dismissed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE automatic_mail ADD COLUMN dismissed_by TEXT NOT NULL DEFAULT '';
