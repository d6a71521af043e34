-- +goose Up
-- What the log tells of the back-ups that the desk makes by itself.
CREATE INDEX entry_backup ON entry (seq) WHERE action IN ('desk.back_up','desk.set_back_ups');

-- +goose Down
DROP INDEX entry_backup;
