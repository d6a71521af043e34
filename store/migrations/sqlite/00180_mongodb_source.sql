-- +goose Up
-- A source may be a MongoDB database. A CHECK cannot be changed, so the column is made anew with the same values.
ALTER TABLE source ADD COLUMN engine_next TEXT NOT NULL DEFAULT 'manual' CHECK (engine_next IN ('sqlite','postgres','mysql','folder','ldap','imap','mongodb','http','manual'));
UPDATE source SET engine_next = engine;
ALTER TABLE source DROP COLUMN engine;
ALTER TABLE source RENAME COLUMN engine_next TO engine;
