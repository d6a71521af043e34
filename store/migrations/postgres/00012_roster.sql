-- +goose Up
-- Who works at the desk and with which keys, as signed values: each version names the one before it by its fingerprint. The
-- tables staff and desk repeat what the newest says; where they differ, they are wrong.
CREATE TABLE roster (
  version BIGINT PRIMARY KEY CHECK (version > 0),
  body TEXT NOT NULL,
  sig BYTEA NOT NULL CHECK (length(sig) = 64)
);

-- +goose StatementBegin
CREATE FUNCTION roster_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the roster is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER roster_kept BEFORE UPDATE OR DELETE ON roster FOR EACH ROW EXECUTE FUNCTION roster_append_only();
CREATE TRIGGER roster_stays BEFORE TRUNCATE ON roster FOR EACH STATEMENT EXECUTE FUNCTION roster_append_only();
