-- +goose Up
-- What one guess of this password costs (Argon2id). Keys locked before it was kept were locked with the full work.
ALTER TABLE staff ADD COLUMN work_passes BIGINT NOT NULL DEFAULT 3;
ALTER TABLE staff ADD COLUMN work_kib BIGINT NOT NULL DEFAULT 65536;
