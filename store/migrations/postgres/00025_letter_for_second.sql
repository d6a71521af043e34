-- +goose Up
-- A letter that waits for a second person stands in their list, wherever its request is; so it is counted apart too.
DROP TRIGGER request_counted ON request;
DROP TABLE request_count;

CREATE INDEX request_letter_waits ON request (next_due_at, id) WHERE step IN ('approve_letter', 'approve_extension');

-- Counts of requests, kept by triggers so that the navigation never counts the table. prepared_by is empty outside review;
-- second is 1 where a letter waits for a second person.
CREATE TABLE request_count (
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  holder TEXT NOT NULL,
  prepared_by TEXT NOT NULL,
  second BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (kind, status, holder, prepared_by, second)
);
INSERT INTO request_count (kind, status, holder, prepared_by, second, n)
SELECT kind, status, holder, CASE status WHEN 'review' THEN prepared_by ELSE '' END, (step IN ('approve_letter', 'approve_extension'))::int, COUNT(*) FROM request GROUP BY 1, 2, 3, 4, 5;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION count_requests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF TG_OP = 'UPDATE' AND old.kind = new.kind AND old.status = new.status AND old.holder = new.holder
      AND old.prepared_by = new.prepared_by
      AND (old.step IN ('approve_letter', 'approve_extension')) = (new.step IN ('approve_letter', 'approve_extension')) THEN RETURN NULL; END IF;
    UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder
      AND prepared_by = CASE old.status WHEN 'review' THEN old.prepared_by ELSE '' END
      AND second = (old.step IN ('approve_letter', 'approve_extension'))::int;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO request_count AS c (kind, status, holder, prepared_by, second, n)
    VALUES (new.kind, new.status, new.holder, CASE new.status WHEN 'review' THEN new.prepared_by ELSE '' END,
      (new.step IN ('approve_letter', 'approve_extension'))::int, 1)
    ON CONFLICT (kind, status, holder, prepared_by, second) DO UPDATE SET n = c.n + 1;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER request_counted AFTER INSERT OR UPDATE OR DELETE ON request FOR EACH ROW EXECUTE FUNCTION count_requests();
