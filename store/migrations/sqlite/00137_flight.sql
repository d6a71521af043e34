-- +goose Up
-- A notice may be handed over to some people one after the other: from in_flight to flight_last, and flight names the file in which the
-- sender notes whom it has begun with.
ALTER TABLE notice_run ADD COLUMN flight TEXT NOT NULL DEFAULT '';
ALTER TABLE notice_run ADD COLUMN flight_last INTEGER NOT NULL DEFAULT 0;
