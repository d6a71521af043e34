-- +goose Up
-- Notices to many people. What one says is sealed under the desk key, each text a version of its own; the row says where it stands.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version > 0),
  text INTEGER NOT NULL CHECK (text > 0),
  state TEXT NOT NULL CHECK (state IN ('draft','approved','sending','sent','stopped')),
  approved_by TEXT NOT NULL,
  approved_at INTEGER NOT NULL,
  audience_sealed BLOB NOT NULL CHECK (typeof(audience_sealed) = 'blob' AND length(audience_sealed) >= 46 AND substr(audience_sealed, 1, 1) = x'01'),
  CHECK ((state = 'draft') = (approved_by = ''))
) STRICT;
CREATE TABLE notice_text (
  notice_id INTEGER NOT NULL REFERENCES notice (id),
  number INTEGER NOT NULL CHECK (number > 0),
  by_staff TEXT NOT NULL,
  at INTEGER NOT NULL,
  text_sealed BLOB NOT NULL CHECK (typeof(text_sealed) = 'blob' AND length(text_sealed) >= 46 AND substr(text_sealed, 1, 1) = x'01'),
  PRIMARY KEY (notice_id, number)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER notice_text_stays BEFORE UPDATE ON notice_text BEGIN SELECT RAISE(ABORT, 'a text of a notice does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notice_text_kept BEFORE DELETE ON notice_text BEGIN SELECT RAISE(ABORT, 'a text of a notice stays'); END;
-- +goose StatementEnd
-- Who wrote any text of a notice does not approve it.
-- +goose StatementBegin
CREATE TRIGGER notice_second BEFORE UPDATE ON notice WHEN NEW.approved_by <> '' AND NEW.approved_by IS NOT OLD.approved_by
  AND EXISTS (SELECT 1 FROM notice_text WHERE notice_id = NEW.id AND by_staff = NEW.approved_by)
BEGIN SELECT RAISE(ABORT, 'nobody approves a notice that they wrote'); END;
-- +goose StatementEnd

-- To whom a notice goes, many people a row. sum names them without a key to read them.
CREATE TABLE notice_part (
  notice_id INTEGER NOT NULL REFERENCES notice (id),
  seq INTEGER NOT NULL CHECK (seq > 0),
  first INTEGER NOT NULL CHECK (first > 0),
  people INTEGER NOT NULL CHECK (people > 0),
  sum TEXT NOT NULL,
  people_sealed BLOB NOT NULL CHECK (typeof(people_sealed) = 'blob' AND length(people_sealed) >= 46 AND substr(people_sealed, 1, 1) = x'01'),
  PRIMARY KEY (notice_id, seq)
) STRICT;

-- How far a notice has gone out. receipts counts the receipts, link is the hash of the newest.
CREATE TABLE notice_run (
  notice_id INTEGER PRIMARY KEY REFERENCES notice (id),
  round INTEGER NOT NULL CHECK (round > 0),
  cursor INTEGER NOT NULL,
  in_flight INTEGER NOT NULL,
  paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
  due_at INTEGER NOT NULL,
  why TEXT NOT NULL,
  receipts INTEGER NOT NULL,
  link TEXT NOT NULL,
  tried INTEGER NOT NULL,
  handed INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  later INTEGER NOT NULL,
  uncertain INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  elsewhere INTEGER NOT NULL
) STRICT;

-- What became of each message. link is the hash of the row and of the link before.
CREATE TABLE notice_receipt (
  notice_id INTEGER NOT NULL REFERENCES notice (id),
  number INTEGER NOT NULL CHECK (number > 0),
  recipient INTEGER NOT NULL CHECK (recipient > 0),
  round INTEGER NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email','sms','home','letter','call')),
  result TEXT NOT NULL CHECK (result IN ('handed','failed','later','uncertain','returned','arrived','left')),
  at INTEGER NOT NULL,
  why TEXT NOT NULL,
  said_sealed BLOB NOT NULL CHECK (typeof(said_sealed) = 'blob' AND length(said_sealed) >= 46 AND substr(said_sealed, 1, 1) = x'01'),
  link TEXT NOT NULL,
  PRIMARY KEY (notice_id, number)
) STRICT;
CREATE INDEX notice_receipt_recipient ON notice_receipt (notice_id, recipient, number);
CREATE INDEX notice_receipt_later ON notice_receipt (notice_id, round, recipient) WHERE result = 'later';
CREATE INDEX notice_receipt_needs ON notice_receipt (notice_id, number) WHERE result IN ('failed','uncertain','returned');
-- +goose StatementBegin
CREATE TRIGGER notice_receipt_stays BEFORE UPDATE ON notice_receipt BEGIN SELECT RAISE(ABORT, 'a receipt does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notice_receipt_kept BEFORE DELETE ON notice_receipt BEGIN SELECT RAISE(ABORT, 'a receipt stays'); END;
-- +goose StatementEnd
