-- +goose Up
-- Next is what one person can do now. letter_by is the staff ID of who wrote the letter that waits for a second person; empty where
-- none waits, or where it began to wait before this was kept. meanwhile is the step that its author can do until then; empty where
-- there is none.
ALTER TABLE request ADD COLUMN letter_by TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN meanwhile TEXT NOT NULL DEFAULT '';
DROP TRIGGER request_counted ON request;
DROP TABLE request_count;

-- Counts of requests, kept by triggers so that the navigation never counts the table. author is who prepared what waits for a second
-- person, empty where nothing does; letter is 1 where that is a letter, busy where its author can do something meanwhile.
CREATE TABLE request_count (
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  holder TEXT NOT NULL,
  author TEXT NOT NULL,
  letter BIGINT NOT NULL,
  busy BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (kind, status, holder, author, letter, busy)
);
INSERT INTO request_count (kind, status, holder, author, letter, busy, n)
SELECT kind, status, holder, CASE status WHEN 'review' THEN prepared_by ELSE letter_by END, (step IN ('approve_letter', 'approve_extension'))::int, (meanwhile <> '')::int, COUNT(*) FROM request GROUP BY 1, 2, 3, 4, 5, 6;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION count_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF TG_OP = 'UPDATE' AND old.kind = new.kind AND old.status = new.status AND old.holder = new.holder
      AND old.prepared_by = new.prepared_by AND old.letter_by = new.letter_by
      AND (old.step IN ('approve_letter', 'approve_extension')) = (new.step IN ('approve_letter', 'approve_extension'))
      AND (old.meanwhile <> '') = (new.meanwhile <> '') THEN RETURN NULL; END IF;
    UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder
      AND author = CASE old.status WHEN 'review' THEN old.prepared_by ELSE old.letter_by END
      AND letter = (old.step IN ('approve_letter', 'approve_extension'))::int AND busy = (old.meanwhile <> '')::int;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO request_count AS c (kind, status, holder, author, letter, busy, n)
    VALUES (new.kind, new.status, new.holder, CASE new.status WHEN 'review' THEN new.prepared_by ELSE new.letter_by END,
      (new.step IN ('approve_letter', 'approve_extension'))::int, (new.meanwhile <> '')::int, 1)
    ON CONFLICT (kind, status, holder, author, letter, busy) DO UPDATE SET n = c.n + 1;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER request_counted AFTER INSERT OR UPDATE OR DELETE ON request FOR EACH ROW EXECUTE FUNCTION count_requests();
