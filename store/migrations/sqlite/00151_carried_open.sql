-- +goose Up
-- What few of the open requests carry is found as that of all is: by indexes that begin with it, in the order of the nearest clock.
CREATE INDEX request_open_product ON request (product, next_due_at, id, channel, regimes, tags, kind, status, holder) WHERE product <> '' AND status <> 'closed';
CREATE INDEX request_open_tagged ON request (tags, next_due_at, id, channel, product, regimes, kind, status, holder) WHERE tags <> '' AND status <> 'closed';
CREATE INDEX request_open_regimes ON request (regimes, next_due_at, id, channel, product, tags, kind, status, holder) WHERE regimes <> '' AND status <> 'closed';
