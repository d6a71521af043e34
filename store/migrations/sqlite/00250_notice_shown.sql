-- +goose Up
-- That a notice stood on a page: since when and until when, at which address, and the picture or file that shows it. Nobody changes it.
CREATE TABLE notice_file (
  id TEXT PRIMARY KEY,
  notice_id INTEGER NOT NULL REFERENCES notice (id),
  data_sealed BLOB NOT NULL CHECK (typeof(data_sealed) = 'blob' AND length(data_sealed) >= 46 AND substr(data_sealed, 1, 1) = x'01')
) STRICT;
CREATE INDEX notice_file_of ON notice_file (notice_id);
CREATE TABLE notice_shown (
  notice_id INTEGER NOT NULL REFERENCES notice (id),
  number INTEGER NOT NULL CHECK (number > 0),
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  body_sealed BLOB NOT NULL CHECK (typeof(body_sealed) = 'blob' AND length(body_sealed) >= 46 AND substr(body_sealed, 1, 1) = x'01'),
  PRIMARY KEY (notice_id, number)
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER notice_file_stays BEFORE UPDATE ON notice_file BEGIN SELECT RAISE(ABORT, 'what is kept with a notice does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notice_file_kept BEFORE DELETE ON notice_file BEGIN SELECT RAISE(ABORT, 'what is kept with a notice stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notice_shown_stays BEFORE UPDATE ON notice_shown BEGIN SELECT RAISE(ABORT, 'that a notice was shown does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notice_shown_kept BEFORE DELETE ON notice_shown BEGIN SELECT RAISE(ABORT, 'that a notice was shown stays'); END;
-- +goose StatementEnd
