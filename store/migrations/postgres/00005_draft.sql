-- +goose Up
-- A dataset file with errors waits here, so that the one that works stays in use.
ALTER TABLE source ADD COLUMN draft TEXT NOT NULL DEFAULT '';
