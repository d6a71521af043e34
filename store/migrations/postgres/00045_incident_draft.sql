-- +goose Up
-- The record of an incident holds reports as they were drafted, and who approved them.
ALTER TABLE incident_entry DROP CONSTRAINT incident_entry_kind_check;
ALTER TABLE incident_entry ADD CONSTRAINT incident_entry_kind_check CHECK (kind IN ('opened','noted','stated','scored','seated','decided','drafted','approved','reported','played','closed'));
