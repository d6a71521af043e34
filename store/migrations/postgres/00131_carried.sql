-- +goose Up
-- What few requests carry is found without a walk along all of them: products and tags by indexes that begin with them. Both hold
-- everything that a list is narrowed by, as the indexes of all lists do.
CREATE INDEX request_product ON request (product, received_at, id, channel, regimes, tags, kind, status, holder) WHERE product <> '';
CREATE INDEX request_tagged ON request (tags, received_at, id, channel, product, regimes, kind, status, holder) WHERE tags <> '';
