-- +goose Up
-- What a source said when it refused something can repeat a value of a person, as the text of a trigger does. What was kept of
-- it in the clear goes.
ALTER TABLE run_source ADD COLUMN reason_sealed BYTEA CHECK (reason_sealed IS NULL OR (length(reason_sealed) >= 46 AND get_byte(reason_sealed, 0) = 1));
ALTER TABLE run_source DROP COLUMN reason;
ALTER TABLE plan_source ADD COLUMN reason_sealed BYTEA CHECK (reason_sealed IS NULL OR (length(reason_sealed) >= 46 AND get_byte(reason_sealed, 0) = 1));
ALTER TABLE plan_source DROP COLUMN reason;

-- A manifest names attachments and hashes rows. What stands in the old column is sealed at the next sign-in, and is empty since.
ALTER TABLE packet ADD COLUMN manifest_sealed BYTEA CHECK (manifest_sealed IS NULL OR (length(manifest_sealed) >= 46 AND get_byte(manifest_sealed, 0) = 1));

-- The picture of an identity document goes with the check of the identity; other blobs stay with their request.
ALTER TABLE blob_part ADD COLUMN picture BIGINT NOT NULL DEFAULT 0 CHECK (picture IN (0, 1));
CREATE INDEX blob_picture ON blob_part (request_id) WHERE picture = 1;
