-- +goose Up
-- The privacy statement and its supplements, in versions, drafts too: a version is written once. Which are published, desk_approval
-- says. And how the changes between two of them were classed; what counts is the newest.
CREATE TABLE policy_version (
  document TEXT NOT NULL CHECK (document <> ''),
  number BIGINT NOT NULL CHECK (number > 0),
  body TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  saved_by TEXT NOT NULL,
  mac BYTEA NOT NULL CHECK (length(mac) = 32),
  PRIMARY KEY (document, number)
);
CREATE TABLE policy_classing (
  document TEXT NOT NULL CHECK (document <> ''),
  from_number BIGINT NOT NULL CHECK (from_number > 0),
  to_number BIGINT NOT NULL CHECK (to_number > 0),
  version BIGINT NOT NULL CHECK (version > 0),
  body TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  saved_by TEXT NOT NULL,
  mac BYTEA NOT NULL CHECK (length(mac) = 32),
  PRIMARY KEY (document, from_number, to_number, version)
);
-- +goose StatementBegin
CREATE FUNCTION policy_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a policy, and how its changes were classed, stay as they are';
END $$;
-- +goose StatementEnd
CREATE TRIGGER policy_version_stays BEFORE UPDATE ON policy_version FOR EACH ROW EXECUTE FUNCTION policy_stays();
CREATE TRIGGER policy_version_kept BEFORE DELETE ON policy_version FOR EACH ROW EXECUTE FUNCTION policy_stays();
CREATE TRIGGER policy_classing_stays BEFORE UPDATE ON policy_classing FOR EACH ROW EXECUTE FUNCTION policy_stays();
CREATE TRIGGER policy_classing_kept BEFORE DELETE ON policy_classing FOR EACH ROW EXECUTE FUNCTION policy_stays();
