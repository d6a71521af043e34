-- +goose Up
-- The rule packs that requests were opened under: a request keeps its own, whatever the program carries later.
CREATE TABLE rule_pack (
  version TEXT PRIMARY KEY,
  pack TEXT NOT NULL,
  kept_at BIGINT NOT NULL,
  mac BYTEA NOT NULL CHECK (length(mac) = 32)
);
-- +goose StatementBegin
CREATE FUNCTION rule_pack_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a rule pack stays as it is';
END $$;
-- +goose StatementEnd
CREATE TRIGGER rule_pack_stays BEFORE UPDATE ON rule_pack FOR EACH ROW EXECUTE FUNCTION rule_pack_stays();
CREATE TRIGGER rule_pack_kept BEFORE DELETE ON rule_pack FOR EACH ROW EXECUTE FUNCTION rule_pack_stays();
