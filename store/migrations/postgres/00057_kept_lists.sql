-- +goose Up
-- Lists of requests that staff keep under a name, and registers with people's names that wait for a second person. What somebody
-- typed is sealed under the desk key.
CREATE TABLE saved_view (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  shared BIGINT NOT NULL DEFAULT 0,
  at BIGINT NOT NULL,
  view_sealed BYTEA NOT NULL CHECK (length(view_sealed) >= 46 AND get_byte(view_sealed, 0) = 1)
);

CREATE TABLE register_ask (
  id TEXT PRIMARY KEY,
  by_staff TEXT NOT NULL,
  at BIGINT NOT NULL,
  done_at BIGINT NOT NULL DEFAULT 0,
  done_by TEXT NOT NULL DEFAULT '',
  ask_sealed BYTEA NOT NULL CHECK (length(ask_sealed) >= 46 AND get_byte(ask_sealed, 0) = 1)
);
CREATE INDEX register_ask_open ON register_ask (at, id) WHERE done_at = 0;
