-- +goose Up
-- A request may ask to keep data and do nothing else with it; and it says which regimes it falls under, which rule pack it was
-- opened under, and when its clock stood.
ALTER TABLE request DROP CONSTRAINT request_kind_check;
ALTER TABLE request ADD CONSTRAINT request_kind_check CHECK (kind IN ('access','export','correction','deletion','cancellation','withdrawal','objection','restriction','complaint','self_service'));
ALTER TABLE request ADD COLUMN regimes TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN rules TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN pauses TEXT NOT NULL DEFAULT '';
