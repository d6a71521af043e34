-- +goose Up
-- The tally of everything that decides about a request: for every table the hash of its rows, and a counter. The log names
-- each tally, or who made it signs it; so rows that were changed, added, taken away or put back show.
CREATE TABLE tally (
  request_id BIGINT PRIMARY KEY,
  counter BIGINT NOT NULL,
  sums TEXT NOT NULL,
  mac BYTEA NOT NULL CHECK (length(mac) = 32),
  staff TEXT NOT NULL DEFAULT '',
  roster BIGINT NOT NULL DEFAULT 0,
  sig BYTEA CHECK (sig IS NULL OR length(sig) = 64)
);

-- Every row that decides about a request names it.
ALTER TABLE run_source ADD COLUMN request_id BIGINT NOT NULL DEFAULT 0;
UPDATE run_source SET request_id = (SELECT request_id FROM run WHERE run.id = run_source.run_id);
CREATE INDEX run_source_request ON run_source (request_id);
ALTER TABLE plan_source ADD COLUMN request_id BIGINT NOT NULL DEFAULT 0;
UPDATE plan_source SET request_id = (SELECT request_id FROM plan WHERE plan.id = plan_source.plan_id);
CREATE INDEX plan_source_request ON plan_source (request_id);
ALTER TABLE consent_person ADD COLUMN request_id BIGINT REFERENCES request (id) ON DELETE SET NULL;
UPDATE consent_person SET request_id = (SELECT request_id FROM consent WHERE consent.id = consent_person.consent_id);
CREATE INDEX consent_person_request ON consent_person (request_id);
-- The ledger outlives the request.
ALTER TABLE erased ADD COLUMN request_id BIGINT NOT NULL DEFAULT 0;
UPDATE erased SET request_id = COALESCE((SELECT id FROM request WHERE request.reference = erased.reference), 0);
CREATE INDEX erased_request ON erased (request_id);
