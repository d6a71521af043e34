-- +goose Up
-- What became of each message, by more ways than mail, and what people answered.
ALTER TABLE notice_receipt DROP CONSTRAINT notice_receipt_channel_check;
ALTER TABLE notice_receipt ADD CONSTRAINT notice_receipt_channel_check CHECK (channel IN ('email','sms','push','home','letter','call','hand','file'));
ALTER TABLE notice_receipt DROP CONSTRAINT notice_receipt_result_check;
ALTER TABLE notice_receipt ADD CONSTRAINT notice_receipt_result_check CHECK (result IN ('handed','failed','later','uncertain','returned','arrived','left','listed','announced','agreed','declined'));

-- By which way somebody is being sent to, and the receipt up to which whoever was not reached was sent on to the next way.
ALTER TABLE notice_run ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE notice_run ADD COLUMN fallen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notice_run ADD COLUMN listed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notice_run ADD COLUMN announced BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notice_run ADD COLUMN agreed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE notice_run ADD COLUMN declined BIGINT NOT NULL DEFAULT 0;

-- The link of every thousandth receipt: whoever reads some compares those around them and not a million.
CREATE TABLE notice_block (
  notice_id BIGINT NOT NULL REFERENCES notice (id),
  number BIGINT NOT NULL CHECK (number > 0),
  link TEXT NOT NULL,
  PRIMARY KEY (notice_id, number)
);
