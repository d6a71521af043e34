-- +goose Up
-- What became of each message, by more ways than mail, and what people answered. SQLite has no other way to change a check.
ALTER TABLE notice_receipt RENAME TO notice_receipt_before;
DROP INDEX notice_receipt_recipient;
DROP INDEX notice_receipt_later;
DROP INDEX notice_receipt_needs;
CREATE TABLE notice_receipt (
  notice_id INTEGER NOT NULL REFERENCES notice (id),
  number INTEGER NOT NULL CHECK (number > 0),
  recipient INTEGER NOT NULL CHECK (recipient > 0),
  round INTEGER NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email','sms','push','home','letter','call','hand','file')),
  result TEXT NOT NULL CHECK (result IN ('handed','failed','later','uncertain','returned','arrived','left','listed','announced','agreed','declined')),
  at INTEGER NOT NULL,
  why TEXT NOT NULL,
  said_sealed BLOB NOT NULL CHECK (typeof(said_sealed) = 'blob' AND length(said_sealed) >= 46 AND substr(said_sealed, 1, 1) = x'01'),
  link TEXT NOT NULL,
  PRIMARY KEY (notice_id, number)
) STRICT;
INSERT INTO notice_receipt SELECT notice_id, number, recipient, round, channel, result, at, why, said_sealed, link FROM notice_receipt_before;
DROP TABLE notice_receipt_before;
CREATE INDEX notice_receipt_recipient ON notice_receipt (notice_id, recipient, number);
CREATE INDEX notice_receipt_later ON notice_receipt (notice_id, round, recipient) WHERE result = 'later';
CREATE INDEX notice_receipt_needs ON notice_receipt (notice_id, number) WHERE result IN ('failed','uncertain','returned');
-- +goose StatementBegin
CREATE TRIGGER notice_receipt_stays BEFORE UPDATE ON notice_receipt BEGIN SELECT RAISE(ABORT, 'a receipt does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notice_receipt_kept BEFORE DELETE ON notice_receipt BEGIN SELECT RAISE(ABORT, 'a receipt stays'); END;
-- +goose StatementEnd

-- By which way somebody is being sent to, and the receipt up to which whoever was not reached was sent on to the next way.
ALTER TABLE notice_run ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE notice_run ADD COLUMN fallen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice_run ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice_run ADD COLUMN announced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice_run ADD COLUMN agreed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice_run ADD COLUMN declined INTEGER NOT NULL DEFAULT 0;

-- The link of every thousandth receipt: whoever reads some compares those around them and not a million.
CREATE TABLE notice_block (
  notice_id INTEGER NOT NULL REFERENCES notice (id),
  number INTEGER NOT NULL CHECK (number > 0),
  link TEXT NOT NULL,
  PRIMARY KEY (notice_id, number)
) STRICT;
