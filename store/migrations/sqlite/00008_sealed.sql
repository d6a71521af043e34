-- +goose Up
-- What a source said when it refused something can repeat a value of a person, as the text of a trigger does. What was kept of
-- it in the clear goes.
ALTER TABLE run_source ADD COLUMN reason_sealed BLOB CHECK (reason_sealed IS NULL OR (typeof(reason_sealed) = 'blob' AND length(reason_sealed) >= 46 AND substr(reason_sealed, 1, 1) = x'01'));
ALTER TABLE run_source DROP COLUMN reason;
ALTER TABLE plan_source ADD COLUMN reason_sealed BLOB CHECK (reason_sealed IS NULL OR (typeof(reason_sealed) = 'blob' AND length(reason_sealed) >= 46 AND substr(reason_sealed, 1, 1) = x'01'));
ALTER TABLE plan_source DROP COLUMN reason;

-- A manifest names attachments and hashes rows. What stands in the old column is sealed at the next sign-in, and is empty since.
ALTER TABLE packet ADD COLUMN manifest_sealed BLOB CHECK (manifest_sealed IS NULL OR (typeof(manifest_sealed) = 'blob' AND length(manifest_sealed) >= 46 AND substr(manifest_sealed, 1, 1) = x'01'));

-- The picture of an identity document goes with the check of the identity; other blobs stay with their request.
ALTER TABLE blob_part ADD COLUMN picture INTEGER NOT NULL DEFAULT 0 CHECK (picture IN (0, 1));
CREATE INDEX blob_picture ON blob_part (request_id) WHERE picture = 1;
