-- +goose Up
-- Notices to many people. What one says is sealed under the desk key, each text a version of its own; the row says where it stands.
CREATE TABLE notice (
  id BIGINT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  version BIGINT NOT NULL CHECK (version > 0),
  text BIGINT NOT NULL CHECK (text > 0),
  state TEXT NOT NULL CHECK (state IN ('draft','approved','sending','sent','stopped')),
  approved_by TEXT NOT NULL,
  approved_at BIGINT NOT NULL,
  audience_sealed BYTEA NOT NULL CHECK (length(audience_sealed) >= 46 AND get_byte(audience_sealed, 0) = 1),
  CHECK ((state = 'draft') = (approved_by = ''))
);
CREATE TABLE notice_text (
  notice_id BIGINT NOT NULL REFERENCES notice (id),
  number BIGINT NOT NULL CHECK (number > 0),
  by_staff TEXT NOT NULL,
  at BIGINT NOT NULL,
  text_sealed BYTEA NOT NULL CHECK (length(text_sealed) >= 46 AND get_byte(text_sealed, 0) = 1),
  PRIMARY KEY (notice_id, number)
);
-- +goose StatementBegin
CREATE FUNCTION notice_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a text of a notice stays as it is';
END $$;
-- +goose StatementEnd
CREATE TRIGGER notice_text_stays BEFORE UPDATE ON notice_text FOR EACH ROW EXECUTE FUNCTION notice_text_stays();
CREATE TRIGGER notice_text_kept BEFORE DELETE ON notice_text FOR EACH ROW EXECUTE FUNCTION notice_text_stays();
-- Who wrote any text of a notice does not approve it.
-- +goose StatementBegin
CREATE FUNCTION notice_second() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.approved_by <> '' AND NEW.approved_by IS DISTINCT FROM OLD.approved_by
    AND EXISTS (SELECT 1 FROM notice_text WHERE notice_id = NEW.id AND by_staff = NEW.approved_by) THEN
    RAISE EXCEPTION 'nobody approves a notice that they wrote';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER notice_second BEFORE UPDATE ON notice FOR EACH ROW EXECUTE FUNCTION notice_second();

-- To whom a notice goes, many people a row. sum names them without a key to read them.
CREATE TABLE notice_part (
  notice_id BIGINT NOT NULL REFERENCES notice (id),
  seq BIGINT NOT NULL CHECK (seq > 0),
  first BIGINT NOT NULL CHECK (first > 0),
  people BIGINT NOT NULL CHECK (people > 0),
  sum TEXT NOT NULL,
  people_sealed BYTEA NOT NULL CHECK (length(people_sealed) >= 46 AND get_byte(people_sealed, 0) = 1),
  PRIMARY KEY (notice_id, seq)
);

-- How far a notice has gone out. receipts counts the receipts, link is the hash of the newest.
CREATE TABLE notice_run (
  notice_id BIGINT PRIMARY KEY REFERENCES notice (id),
  round BIGINT NOT NULL CHECK (round > 0),
  cursor BIGINT NOT NULL,
  in_flight BIGINT NOT NULL,
  paused BIGINT NOT NULL CHECK (paused IN (0, 1)),
  due_at BIGINT NOT NULL,
  why TEXT NOT NULL,
  receipts BIGINT NOT NULL,
  link TEXT NOT NULL,
  tried BIGINT NOT NULL,
  handed BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  later BIGINT NOT NULL,
  uncertain BIGINT NOT NULL,
  returned BIGINT NOT NULL,
  elsewhere BIGINT NOT NULL
);

-- What became of each message. link is the hash of the row and of the link before.
CREATE TABLE notice_receipt (
  notice_id BIGINT NOT NULL REFERENCES notice (id),
  number BIGINT NOT NULL CHECK (number > 0),
  recipient BIGINT NOT NULL CHECK (recipient > 0),
  round BIGINT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email','sms','home','letter','call')),
  result TEXT NOT NULL CHECK (result IN ('handed','failed','later','uncertain','returned','arrived','left')),
  at BIGINT NOT NULL,
  why TEXT NOT NULL,
  said_sealed BYTEA NOT NULL CHECK (length(said_sealed) >= 46 AND get_byte(said_sealed, 0) = 1),
  link TEXT NOT NULL,
  PRIMARY KEY (notice_id, number)
);
CREATE INDEX notice_receipt_recipient ON notice_receipt (notice_id, recipient, number);
CREATE INDEX notice_receipt_later ON notice_receipt (notice_id, round, recipient) WHERE result = 'later';
CREATE INDEX notice_receipt_needs ON notice_receipt (notice_id, number) WHERE result IN ('failed','uncertain','returned');
-- +goose StatementBegin
CREATE FUNCTION notice_receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a receipt stays as it is';
END $$;
-- +goose StatementEnd
CREATE TRIGGER notice_receipt_stays BEFORE UPDATE ON notice_receipt FOR EACH ROW EXECUTE FUNCTION notice_receipt_stays();
CREATE TRIGGER notice_receipt_kept BEFORE DELETE ON notice_receipt FOR EACH ROW EXECUTE FUNCTION notice_receipt_stays();
