-- +goose Up
-- A letter that waits for a second person stands in their list, wherever its request is; so it is counted apart too.
DROP TRIGGER request_counted;
DROP TRIGGER request_recounted;
DROP TRIGGER request_uncounted;
DROP TABLE request_count;

CREATE INDEX request_letter_waits ON request (next_due_at, id) WHERE step IN ('approve_letter', 'approve_extension');

-- Counts of requests, kept by triggers so that the navigation never counts the table. prepared_by is empty outside review;
-- second is 1 where a letter waits for a second person.
CREATE TABLE request_count (
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  holder TEXT NOT NULL,
  prepared_by TEXT NOT NULL,
  second INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (kind, status, holder, prepared_by, second)
) STRICT, WITHOUT ROWID;
INSERT INTO request_count (kind, status, holder, prepared_by, second, n)
SELECT kind, status, holder, CASE status WHEN 'review' THEN prepared_by ELSE '' END, step IN ('approve_letter', 'approve_extension'), COUNT(*) FROM request GROUP BY 1, 2, 3, 4, 5;

-- +goose StatementBegin
CREATE TRIGGER request_counted AFTER INSERT ON request BEGIN
  INSERT INTO request_count (kind, status, holder, prepared_by, second, n)
  VALUES (new.kind, new.status, new.holder, CASE new.status WHEN 'review' THEN new.prepared_by ELSE '' END, new.step IN ('approve_letter', 'approve_extension'), 1)
  ON CONFLICT (kind, status, holder, prepared_by, second) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER request_recounted AFTER UPDATE OF kind, status, holder, prepared_by, step ON request
WHEN old.kind <> new.kind OR old.status <> new.status OR old.holder <> new.holder OR old.prepared_by <> new.prepared_by
OR (old.step IN ('approve_letter', 'approve_extension')) <> (new.step IN ('approve_letter', 'approve_extension')) BEGIN
  UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder
  AND prepared_by = CASE old.status WHEN 'review' THEN old.prepared_by ELSE '' END AND second = (old.step IN ('approve_letter', 'approve_extension'));
  INSERT INTO request_count (kind, status, holder, prepared_by, second, n)
  VALUES (new.kind, new.status, new.holder, CASE new.status WHEN 'review' THEN new.prepared_by ELSE '' END, new.step IN ('approve_letter', 'approve_extension'), 1)
  ON CONFLICT (kind, status, holder, prepared_by, second) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER request_uncounted AFTER DELETE ON request BEGIN
  UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder
  AND prepared_by = CASE old.status WHEN 'review' THEN old.prepared_by ELSE '' END AND second = (old.step IN ('approve_letter', 'approve_extension'));
END;
-- +goose StatementEnd
