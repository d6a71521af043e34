-- +goose Up
-- A letter that a colleague writes while somebody's work waits for a second person is for whoever prepared that work to release, too. So
-- author names both, of work in review with such a letter: who prepared it, a blank, who wrote the letter.
DROP TRIGGER request_counted;
DROP TRIGGER request_recounted;
DROP TRIGGER request_uncounted;
DELETE FROM request_count;
INSERT INTO request_count (kind, status, holder, author, letter, busy, n)
SELECT kind, status, holder, CASE WHEN status <> 'review' THEN letter_by WHEN step IN ('approve_letter', 'approve_extension') AND letter_by NOT IN ('', prepared_by)
    THEN prepared_by || ' ' || letter_by ELSE prepared_by END, step IN ('approve_letter', 'approve_extension'), meanwhile <> '', COUNT(*) FROM request GROUP BY 1, 2, 3, 4, 5, 6;

-- +goose StatementBegin
CREATE TRIGGER request_counted AFTER INSERT ON request BEGIN
  INSERT INTO request_count (kind, status, holder, author, letter, busy, n)
  VALUES (new.kind, new.status, new.holder, CASE WHEN new.status <> 'review' THEN new.letter_by WHEN new.step IN ('approve_letter', 'approve_extension') AND new.letter_by NOT IN ('', new.prepared_by)
    THEN new.prepared_by || ' ' || new.letter_by ELSE new.prepared_by END,
    new.step IN ('approve_letter', 'approve_extension'), new.meanwhile <> '', 1)
  ON CONFLICT (kind, status, holder, author, letter, busy) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER request_recounted AFTER UPDATE OF kind, status, holder, prepared_by, letter_by, step, meanwhile ON request
WHEN old.kind <> new.kind OR old.status <> new.status OR old.holder <> new.holder OR old.prepared_by <> new.prepared_by
OR old.letter_by <> new.letter_by OR (old.step IN ('approve_letter', 'approve_extension')) <> (new.step IN ('approve_letter', 'approve_extension'))
OR (old.meanwhile <> '') <> (new.meanwhile <> '') BEGIN
  UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder
  AND author = CASE WHEN old.status <> 'review' THEN old.letter_by WHEN old.step IN ('approve_letter', 'approve_extension') AND old.letter_by NOT IN ('', old.prepared_by)
    THEN old.prepared_by || ' ' || old.letter_by ELSE old.prepared_by END
  AND letter = (old.step IN ('approve_letter', 'approve_extension')) AND busy = (old.meanwhile <> '');
  INSERT INTO request_count (kind, status, holder, author, letter, busy, n)
  VALUES (new.kind, new.status, new.holder, CASE WHEN new.status <> 'review' THEN new.letter_by WHEN new.step IN ('approve_letter', 'approve_extension') AND new.letter_by NOT IN ('', new.prepared_by)
    THEN new.prepared_by || ' ' || new.letter_by ELSE new.prepared_by END,
    new.step IN ('approve_letter', 'approve_extension'), new.meanwhile <> '', 1)
  ON CONFLICT (kind, status, holder, author, letter, busy) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER request_uncounted AFTER DELETE ON request BEGIN
  UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder
  AND author = CASE WHEN old.status <> 'review' THEN old.letter_by WHEN old.step IN ('approve_letter', 'approve_extension') AND old.letter_by NOT IN ('', old.prepared_by)
    THEN old.prepared_by || ' ' || old.letter_by ELSE old.prepared_by END
  AND letter = (old.step IN ('approve_letter', 'approve_extension')) AND busy = (old.meanwhile <> '');
END;
-- +goose StatementEnd
