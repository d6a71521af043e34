-- +goose Up
-- The record of an incident holds who is affected, as counted, the notices that tell them, tasks and who did them, and requests that refer to it.
ALTER TABLE incident_entry DROP CONSTRAINT incident_entry_kind_check;
ALTER TABLE incident_entry ADD CONSTRAINT incident_entry_kind_check CHECK (kind IN ('opened','noted','stated','scored','scoped','noticed','tasked','ticked','linked','seated','decided','drafted','approved','reported','played','closed'));

-- Who is affected, by each count, many people a row. sum names them without a key to read them.
CREATE TABLE incident_people (
  incident_id BIGINT NOT NULL REFERENCES incident (id),
  measure BIGINT NOT NULL CHECK (measure > 0),
  seq BIGINT NOT NULL CHECK (seq > 0),
  people BIGINT NOT NULL CHECK (people > 0),
  sum TEXT NOT NULL,
  people_sealed BYTEA NOT NULL CHECK (length(people_sealed) >= 46 AND get_byte(people_sealed, 0) = 1),
  PRIMARY KEY (incident_id, measure, seq)
);
