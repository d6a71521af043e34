-- +goose Up
-- A source may be a MongoDB database.
ALTER TABLE source DROP CONSTRAINT source_engine_check;
ALTER TABLE source ADD CONSTRAINT source_engine_check CHECK (engine IN ('sqlite','postgres','mysql','folder','ldap','imap','mongodb','http','manual'));
