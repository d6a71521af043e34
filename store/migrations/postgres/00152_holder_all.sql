-- +goose Up
-- All, narrowed to who holds it, is a walk along their own requests: of somebody who left long ago it was one along all that came since.
CREATE INDEX request_all_holder ON request (holder, received_at, id);
