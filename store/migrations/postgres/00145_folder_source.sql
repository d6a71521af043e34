-- +goose Up
-- A source may be a folder of files.
ALTER TABLE source DROP CONSTRAINT source_engine_check;
ALTER TABLE source ADD CONSTRAINT source_engine_check CHECK (engine IN ('sqlite','postgres','mysql','folder','http','manual'));
