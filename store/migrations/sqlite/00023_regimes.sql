-- +goose Up
-- A request may ask to keep data and do nothing else with it; and it says which regimes it falls under, which rule pack it was
-- opened under, and when its clock stood. SQLite changes no CHECK, and to make the table anew would take every row that refers to it
-- along: so the column is made anew beside the old one.
DROP TRIGGER request_counted;
DROP TRIGGER request_recounted;
DROP TRIGGER request_uncounted;
DROP INDEX request_open_kind;
DROP INDEX request_open_kind_holder;
DROP INDEX request_open_kind_status_any;
DROP INDEX request_open_kind_status;
DROP INDEX request_all_kind;

ALTER TABLE request ADD COLUMN asked TEXT NOT NULL DEFAULT 'access' CHECK (asked IN ('access','export','correction','deletion','cancellation','withdrawal','objection','restriction','complaint','self_service'));
UPDATE request SET asked = kind;
ALTER TABLE request DROP COLUMN kind;
ALTER TABLE request RENAME COLUMN asked TO kind;
ALTER TABLE request ADD COLUMN regimes TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN rules TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN pauses TEXT NOT NULL DEFAULT '';

CREATE INDEX request_open_kind ON request (kind, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_open_kind_holder ON request (kind, holder, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_open_kind_status_any ON request (kind, status, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_open_kind_status ON request (kind, status, holder, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_all_kind ON request (kind, received_at, id);

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
