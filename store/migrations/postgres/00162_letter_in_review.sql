-- +goose Up
-- A letter that a colleague writes while somebody's work waits for a second person is for whoever prepared that work to release, too. So
-- author names both, of work in review with such a letter: who prepared it, a blank, who wrote the letter.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION count_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF TG_OP = 'UPDATE' AND old.kind = new.kind AND old.status = new.status AND old.holder = new.holder
      AND old.prepared_by = new.prepared_by AND old.letter_by = new.letter_by
      AND (old.step IN ('approve_letter', 'approve_extension')) = (new.step IN ('approve_letter', 'approve_extension'))
      AND (old.meanwhile <> '') = (new.meanwhile <> '') THEN RETURN NULL; END IF;
    UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder
      AND author = CASE WHEN old.status <> 'review' THEN old.letter_by WHEN old.step IN ('approve_letter', 'approve_extension') AND old.letter_by NOT IN ('', old.prepared_by)
    THEN old.prepared_by || ' ' || old.letter_by ELSE old.prepared_by END
      AND letter = (old.step IN ('approve_letter', 'approve_extension'))::int AND busy = (old.meanwhile <> '')::int;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO request_count AS c (kind, status, holder, author, letter, busy, n)
    VALUES (new.kind, new.status, new.holder, CASE WHEN new.status <> 'review' THEN new.letter_by WHEN new.step IN ('approve_letter', 'approve_extension') AND new.letter_by NOT IN ('', new.prepared_by)
    THEN new.prepared_by || ' ' || new.letter_by ELSE new.prepared_by END,
      (new.step IN ('approve_letter', 'approve_extension'))::int, (new.meanwhile <> '')::int, 1)
    ON CONFLICT (kind, status, holder, author, letter, busy) DO UPDATE SET n = c.n + 1;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
DELETE FROM request_count;
INSERT INTO request_count (kind, status, holder, author, letter, busy, n)
SELECT kind, status, holder, CASE WHEN status <> 'review' THEN letter_by WHEN step IN ('approve_letter', 'approve_extension') AND letter_by NOT IN ('', prepared_by)
    THEN prepared_by || ' ' || letter_by ELSE prepared_by END, (step IN ('approve_letter', 'approve_extension'))::int, (meanwhile <> '')::int, COUNT(*) FROM request GROUP BY 1, 2, 3, 4, 5, 6;
