-- +goose Up
-- What the desk changed of its rules, in order: the rule pack as it was edited, tables of holidays, and the counts of due dates that
-- followed. What counts is the newest of each.
CREATE TABLE rule_change (
  number BIGINT PRIMARY KEY CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('pack','holidays','count','counted')),
  version TEXT NOT NULL DEFAULT '',   -- of the pack, which rule_pack keeps
  calendar TEXT NOT NULL DEFAULT '',
  year BIGINT NOT NULL DEFAULT 0,
  body TEXT NOT NULL DEFAULT '',      -- the table; what was counted by, and how much moved
  why_sealed BYTEA CHECK (why_sealed IS NULL OR (length(why_sealed) >= 46 AND get_byte(why_sealed, 0) = 1)),
  saved_at BIGINT NOT NULL,
  saved_by TEXT NOT NULL,
  mac BYTEA NOT NULL CHECK (length(mac) = 32)
);
-- +goose StatementBegin
CREATE FUNCTION rule_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a change of the rules stays as it is';
END $$;
-- +goose StatementEnd
CREATE TRIGGER rule_change_stays BEFORE UPDATE ON rule_change FOR EACH ROW EXECUTE FUNCTION rule_change_stays();
CREATE TRIGGER rule_change_kept BEFORE DELETE ON rule_change FOR EACH ROW EXECUTE FUNCTION rule_change_stays();
