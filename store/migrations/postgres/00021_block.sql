-- +goose Up
-- Rows that were found and rows of a plan are too many to be hashed at every change of one. So they are hashed in blocks of rows
-- with consecutive numbers, n of them, and the tally of the request covers the blocks. counts says what lies in a block.
CREATE TABLE finding_block (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  from_seq BIGINT NOT NULL,
  to_seq BIGINT NOT NULL,
  request_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  sum TEXT NOT NULL,
  counts TEXT NOT NULL,
  PRIMARY KEY (run_id, from_seq)
);
CREATE INDEX finding_block_request ON finding_block (request_id);
CREATE TABLE plan_block (
  plan_id TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  from_seq BIGINT NOT NULL,
  to_seq BIGINT NOT NULL,
  request_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  sum TEXT NOT NULL,
  counts TEXT NOT NULL,
  PRIMARY KEY (plan_id, from_seq)
);
CREATE INDEX plan_block_request ON plan_block (request_id);
