-- +goose Up
-- The rule packs that requests were opened under: a request keeps its own, whatever the program carries later.
CREATE TABLE rule_pack (
  version TEXT PRIMARY KEY,
  pack TEXT NOT NULL,
  kept_at INTEGER NOT NULL,
  mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT, WITHOUT ROWID;
-- +goose StatementBegin
CREATE TRIGGER rule_pack_stays BEFORE UPDATE ON rule_pack BEGIN SELECT RAISE(ABORT, 'a rule pack does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rule_pack_kept BEFORE DELETE ON rule_pack BEGIN SELECT RAISE(ABORT, 'a rule pack stays'); END;
-- +goose StatementEnd
