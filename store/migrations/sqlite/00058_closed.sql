-- +goose Up
-- What was closed in a period, for the figures of a desk: counted without reading a row.
CREATE INDEX request_closed ON request (closed_at, kind, outcome, regimes, holder, due_at, received_at) WHERE status = 'closed';
