-- +goose Up
-- Under which desk key the MAC of a tally lies: nought is the one key that all had before.
ALTER TABLE tally ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
CREATE INDEX tally_epoch ON tally (epoch, request_id);
-- Those that somebody signed: whoever is disabled vouches for none any more.
CREATE INDEX tally_signed ON tally (staff, roster, request_id) WHERE staff <> '';
