-- +goose Up
-- Guesses at a password or at the recovery print, counted before they are judged. who is a member of staff, the print, or
-- for a login that nobody has a few bits of its hash: what is typed there by mistake is often a password.
CREATE TABLE guess (
  who TEXT PRIMARY KEY,
  failed INTEGER NOT NULL,
  locked_till INTEGER NOT NULL
) STRICT;
INSERT INTO guess (who, failed, locked_till) SELECT id, failed, locked_till FROM staff WHERE failed > 0;
ALTER TABLE staff DROP COLUMN failed;
ALTER TABLE staff DROP COLUMN locked_till;

-- The latest time at which a guess was counted: the wait of a locked account goes by it, so that no desktop's clock that
-- is set back, or that differs, makes it another.
CREATE TABLE guess_clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  latest INTEGER NOT NULL
) STRICT;
INSERT INTO guess_clock (id, latest) VALUES (1, 0);
-- +goose StatementBegin
CREATE TRIGGER guess_clock_forward BEFORE UPDATE ON guess_clock WHEN new.latest < old.latest BEGIN SELECT RAISE(ABORT, 'the clock does not go back'); END;
-- +goose StatementEnd
