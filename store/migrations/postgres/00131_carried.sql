-- +goose Up
-- What few requests carry is found without a walk along all of them: a product by an index that begins with it, tags by one of those
-- that carry any. Both hold everything that a list is narrowed by, as the indexes of all lists do.
CREATE INDEX request_product ON request (product, received_at, id, channel, regimes, tags, kind, status, holder) WHERE product <> '';
CREATE INDEX request_tagged ON request (received_at, id, tags, channel, product, regimes, kind, status, holder) WHERE tags <> '';
