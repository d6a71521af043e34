-- +goose Up
-- Incidents, and their record, which only ever grows: what an incident is now is what its entries add up to.
CREATE TABLE incident (
  id BIGINT PRIMARY KEY CHECK (id > 0),
  reference TEXT NOT NULL UNIQUE,
  drill BIGINT NOT NULL CHECK (drill IN (0, 1)),
  CHECK (drill = CASE WHEN substr(reference, 1, 2) = 'D-' THEN 1 ELSE 0 END)
);
CREATE TABLE incident_entry (
  incident_id BIGINT NOT NULL REFERENCES incident (id),
  number BIGINT NOT NULL CHECK (number > 0),
  at BIGINT NOT NULL,
  by_staff TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('opened','noted','stated','scored','seated','decided','reported','played','closed')),
  body_sealed BYTEA NOT NULL CHECK (length(body_sealed) >= 46 AND get_byte(body_sealed, 0) = 1),
  PRIMARY KEY (incident_id, number)
);
-- +goose StatementBegin
CREATE FUNCTION incident_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an incident and its record stay as they were written';
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION incident_drill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind IN ('reported', 'played') AND (CASE WHEN NEW.kind = 'reported' THEN 1 ELSE 0 END) = (SELECT drill FROM incident WHERE id = NEW.incident_id) THEN
    RAISE EXCEPTION 'nothing of a drill leaves the desk';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER incident_stays BEFORE UPDATE OR DELETE ON incident FOR EACH ROW EXECUTE FUNCTION incident_stays();
CREATE TRIGGER incident_entry_stays BEFORE UPDATE OR DELETE ON incident_entry FOR EACH ROW EXECUTE FUNCTION incident_stays();
CREATE TRIGGER incident_drill BEFORE INSERT ON incident_entry FOR EACH ROW EXECUTE FUNCTION incident_drill();
