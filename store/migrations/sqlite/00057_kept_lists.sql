-- +goose Up
-- Lists of requests that staff keep under a name, and registers with people's names that wait for a second person. What somebody
-- typed is sealed under the desk key.
CREATE TABLE saved_view (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  shared INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL,
  view_sealed BLOB NOT NULL CHECK (typeof(view_sealed) = 'blob' AND length(view_sealed) >= 46 AND substr(view_sealed, 1, 1) = x'01')
) STRICT;

CREATE TABLE register_ask (
  id TEXT PRIMARY KEY,
  by_staff TEXT NOT NULL,
  at INTEGER NOT NULL,
  done_at INTEGER NOT NULL DEFAULT 0,
  done_by TEXT NOT NULL DEFAULT '',
  ask_sealed BLOB NOT NULL CHECK (typeof(ask_sealed) = 'blob' AND length(ask_sealed) >= 46 AND substr(ask_sealed, 1, 1) = x'01')
) STRICT;
CREATE INDEX register_ask_open ON register_ask (at, id) WHERE done_at = 0;
