-- +goose Up
-- Who is away, and until when: what they hold may be taken over meanwhile.
CREATE TABLE absence (
  staff_id TEXT PRIMARY KEY,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL CHECK (until_at > from_at),
  noted_by TEXT NOT NULL,
  noted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- The open requests that nobody holds, by how long they have been here.
CREATE INDEX request_unclaimed ON request (received_at, id) WHERE status <> 'closed' AND holder = '';
