-- +goose Up
-- When the recovery key was made or last shown to open the desk.
CREATE INDEX entry_recovery ON entry (seq) WHERE action IN ('desk.create','desk.renew_print','desk.try_print','staff.recover');

-- +goose Down
DROP INDEX entry_recovery;
