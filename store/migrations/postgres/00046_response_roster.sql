-- +goose Up
-- Who takes which seat of the response team, in versions, sealed under the desk key.
CREATE TABLE response_roster (
  version BIGINT PRIMARY KEY CHECK (version > 0),
  roster_sealed BYTEA NOT NULL CHECK (length(roster_sealed) >= 46 AND get_byte(roster_sealed, 0) = 1),
  saved_at BIGINT NOT NULL,
  saved_by TEXT NOT NULL
);
-- +goose StatementBegin
CREATE FUNCTION response_roster_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of the roster stays as it was kept';
END $$;
-- +goose StatementEnd
CREATE TRIGGER response_roster_stays BEFORE UPDATE OR DELETE ON response_roster FOR EACH ROW EXECUTE FUNCTION response_roster_stays();
