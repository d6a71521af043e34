-- +goose Up
-- After a rotation the keys of requests move under the new desk key; those that are left are looked for again and again.
CREATE INDEX request_key_version ON request_key (key_version);
