-- +goose Up
-- Which letter went out: a request has several, and what follows from one (that an extension was told, that the way to apply is
-- known) follows from its own delivery. Empty for packet and password, and for letters that went out before this was kept.
ALTER TABLE delivery ADD COLUMN letter TEXT NOT NULL DEFAULT '';
