-- +goose Up
-- The records that an organisation keeps of its own duties, in versions, sealed under the desk key; and which of them it demands of who
-- works at the desk. Which versions a second person approved, desk_approval says.
CREATE TABLE compliance_record (
  number BIGINT NOT NULL CHECK (number > 0),
  version BIGINT NOT NULL CHECK (version > 0),
  kind TEXT NOT NULL CHECK (kind <> ''),
  body_sealed BYTEA NOT NULL CHECK (length(body_sealed) >= 46 AND get_byte(body_sealed, 0) = 1),
  saved_at BIGINT NOT NULL,
  saved_by TEXT NOT NULL,
  PRIMARY KEY (number, version)
);
CREATE INDEX compliance_record_kind ON compliance_record (kind, number, version);
CREATE TABLE compliance_demand (
  version BIGINT PRIMARY KEY CHECK (version > 0),
  body TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  saved_by TEXT NOT NULL
);
-- +goose StatementBegin
CREATE FUNCTION compliance_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a record, and what was demanded, stay as they were kept';
END $$;
-- +goose StatementEnd
CREATE TRIGGER compliance_record_stays BEFORE UPDATE OR DELETE ON compliance_record FOR EACH ROW EXECUTE FUNCTION compliance_stays();
CREATE TRIGGER compliance_demand_stays BEFORE UPDATE OR DELETE ON compliance_demand FOR EACH ROW EXECUTE FUNCTION compliance_stays();
