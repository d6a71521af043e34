-- +goose Up
-- The record of an incident tells of evidence that was kept and of what authorities wrote.
ALTER TABLE incident_entry DROP CONSTRAINT incident_entry_kind_check;
ALTER TABLE incident_entry ADD CONSTRAINT incident_entry_kind_check CHECK (kind IN ('opened','noted','stated','scored','scoped','noticed','tasked','ticked','linked','seated','decided','drafted','approved','sent','unreached','reported','played','closed','kept','heard'));
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION incident_drill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind IN ('sent', 'unreached', 'reported', 'played', 'heard') AND (CASE WHEN NEW.kind = 'played' THEN 0 ELSE 1 END) = (SELECT drill FROM incident WHERE id = NEW.incident_id) THEN
    RAISE EXCEPTION 'nothing of a drill leaves the desk';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- What is kept with an incident as it came: evidence, the report that went as a PDF, what an authority wrote.
CREATE TABLE incident_file (
  id TEXT PRIMARY KEY,
  incident_id BIGINT NOT NULL REFERENCES incident (id),
  data_sealed BYTEA NOT NULL CHECK (length(data_sealed) >= 46 AND get_byte(data_sealed, 0) = 1)
);
CREATE INDEX incident_file_of ON incident_file (incident_id);
-- +goose StatementBegin
CREATE FUNCTION incident_file_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.id <> OLD.id OR NEW.incident_id <> OLD.incident_id THEN
    RAISE EXCEPTION 'what is kept with an incident stays with it';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER incident_file_stays BEFORE UPDATE OR DELETE ON incident_file FOR EACH ROW EXECUTE FUNCTION incident_file_stays();
