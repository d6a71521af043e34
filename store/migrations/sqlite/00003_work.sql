-- +goose Up
-- What one guess of this password costs (Argon2id). Keys locked before it was kept were locked with the full work.
ALTER TABLE staff ADD COLUMN work_passes INTEGER NOT NULL DEFAULT 3;
ALTER TABLE staff ADD COLUMN work_kib INTEGER NOT NULL DEFAULT 65536;
