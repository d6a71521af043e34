-- +goose Up
-- A request names the product it is about and carries tags, both words of the desk. The two indexes that every list walks hold
-- all that a list is narrowed by, so that any combination is found in the index alone.
ALTER TABLE request ADD COLUMN product TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN tags TEXT NOT NULL DEFAULT '';

DROP INDEX request_open;
DROP INDEX request_all;
CREATE INDEX request_open ON request (next_due_at, id, channel, product, regimes, tags, kind, status, holder) WHERE status <> 'closed';
CREATE INDEX request_all ON request (received_at, id, channel, product, regimes, tags, kind, status, holder);
