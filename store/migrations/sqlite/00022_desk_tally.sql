-- +goose Up
-- The newest entry that names the tally of the desk is looked for by everybody who reads what that covers.
CREATE INDEX entry_desk_tally ON entry (seq) WHERE detail LIKE '%"desk_tally":"%';
-- It was written once and never read.
ALTER TABLE staff DROP COLUMN version;
