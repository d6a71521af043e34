-- +goose Up
-- What is in review is counted by who prepared it too: it is nothing that this person can do.
DROP TRIGGER request_counted;
DROP TRIGGER request_recounted;
DROP TRIGGER request_uncounted;
DROP TABLE request_count;

-- Counts of requests, kept by triggers so that the navigation never counts the table. prepared_by is empty outside review.
CREATE TABLE request_count (
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  holder TEXT NOT NULL,
  prepared_by TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (kind, status, holder, prepared_by)
) STRICT, WITHOUT ROWID;
INSERT INTO request_count (kind, status, holder, prepared_by, n)
SELECT kind, status, holder, CASE status WHEN 'review' THEN prepared_by ELSE '' END, COUNT(*) FROM request GROUP BY 1, 2, 3, 4;

-- +goose StatementBegin
CREATE TRIGGER request_counted AFTER INSERT ON request BEGIN
  INSERT INTO request_count (kind, status, holder, prepared_by, n)
  VALUES (new.kind, new.status, new.holder, CASE new.status WHEN 'review' THEN new.prepared_by ELSE '' END, 1)
  ON CONFLICT (kind, status, holder, prepared_by) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER request_recounted AFTER UPDATE OF kind, status, holder, prepared_by ON request
WHEN old.kind <> new.kind OR old.status <> new.status OR old.holder <> new.holder OR old.prepared_by <> new.prepared_by BEGIN
  UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder
  AND prepared_by = CASE old.status WHEN 'review' THEN old.prepared_by ELSE '' END;
  INSERT INTO request_count (kind, status, holder, prepared_by, n)
  VALUES (new.kind, new.status, new.holder, CASE new.status WHEN 'review' THEN new.prepared_by ELSE '' END, 1)
  ON CONFLICT (kind, status, holder, prepared_by) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER request_uncounted AFTER DELETE ON request BEGIN
  UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder
  AND prepared_by = CASE old.status WHEN 'review' THEN old.prepared_by ELSE '' END;
END;
-- +goose StatementEnd
