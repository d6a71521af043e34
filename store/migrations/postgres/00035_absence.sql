-- +goose Up
-- Who is away, and until when: what they hold may be taken over meanwhile.
CREATE TABLE absence (
  staff_id TEXT PRIMARY KEY,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL CHECK (until_at > from_at),
  noted_by TEXT NOT NULL,
  noted_at BIGINT NOT NULL
);
-- The open requests that nobody holds, by how long they have been here.
CREATE INDEX request_unclaimed ON request (received_at, id) WHERE status <> 'closed' AND holder = '';
