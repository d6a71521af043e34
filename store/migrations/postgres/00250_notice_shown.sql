-- +goose Up
-- That a notice stood on a page: since when and until when, at which address, and the picture or file that shows it. Nobody changes it.
CREATE TABLE notice_file (
  id TEXT PRIMARY KEY,
  notice_id BIGINT NOT NULL REFERENCES notice (id),
  data_sealed BYTEA NOT NULL CHECK (length(data_sealed) >= 46 AND get_byte(data_sealed, 0) = 1)
);
CREATE INDEX notice_file_of ON notice_file (notice_id);
CREATE TABLE notice_shown (
  notice_id BIGINT NOT NULL REFERENCES notice (id),
  number BIGINT NOT NULL CHECK (number > 0),
  at BIGINT NOT NULL,
  by_staff TEXT NOT NULL,
  body_sealed BYTEA NOT NULL CHECK (length(body_sealed) >= 46 AND get_byte(body_sealed, 0) = 1),
  PRIMARY KEY (notice_id, number)
);
-- +goose StatementBegin
CREATE FUNCTION notice_shown_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'that a notice was shown stays as it is';
END $$;
-- +goose StatementEnd
CREATE TRIGGER notice_file_stays BEFORE UPDATE ON notice_file FOR EACH ROW EXECUTE FUNCTION notice_shown_stays();
CREATE TRIGGER notice_file_kept BEFORE DELETE ON notice_file FOR EACH ROW EXECUTE FUNCTION notice_shown_stays();
CREATE TRIGGER notice_shown_stays BEFORE UPDATE ON notice_shown FOR EACH ROW EXECUTE FUNCTION notice_shown_stays();
CREATE TRIGGER notice_shown_kept BEFORE DELETE ON notice_shown FOR EACH ROW EXECUTE FUNCTION notice_shown_stays();
