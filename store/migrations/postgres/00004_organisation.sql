-- +goose Up
-- The facts about the organisation that letters and copies state. A change is a new version; what went out names its own.
CREATE TABLE organisation (
  version BIGINT PRIMARY KEY CHECK (version > 0),
  facts TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  saved_by TEXT NOT NULL,
  mac BYTEA NOT NULL CHECK (length(mac) = 32)
);
-- +goose StatementBegin
CREATE FUNCTION organisation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of the organisation stays as it is';
END $$;
-- +goose StatementEnd
CREATE TRIGGER organisation_stays BEFORE UPDATE ON organisation FOR EACH ROW EXECUTE FUNCTION organisation_stays();
CREATE TRIGGER organisation_kept BEFORE DELETE ON organisation FOR EACH ROW EXECUTE FUNCTION organisation_stays();
