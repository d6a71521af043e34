-- +goose Up
-- The records that an organisation keeps of its own duties, in versions, sealed under the desk key; and which of them it demands of who
-- works at the desk. Which versions a second person approved, desk_approval says.
CREATE TABLE compliance_record (
  number INTEGER NOT NULL CHECK (number > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  kind TEXT NOT NULL CHECK (kind <> ''),
  body_sealed BLOB NOT NULL CHECK (typeof(body_sealed) = 'blob' AND length(body_sealed) >= 46 AND substr(body_sealed, 1, 1) = x'01'),
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  PRIMARY KEY (number, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX compliance_record_kind ON compliance_record (kind, number, version);
-- +goose StatementBegin
CREATE TRIGGER compliance_record_stays BEFORE UPDATE ON compliance_record BEGIN SELECT RAISE(ABORT, 'a version of a record does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER compliance_record_kept BEFORE DELETE ON compliance_record BEGIN SELECT RAISE(ABORT, 'a version of a record stays'); END;
-- +goose StatementEnd
CREATE TABLE compliance_demand (
  version INTEGER PRIMARY KEY CHECK (version > 0),
  body TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER compliance_demand_stays BEFORE UPDATE ON compliance_demand BEGIN SELECT RAISE(ABORT, 'what was demanded does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER compliance_demand_kept BEFORE DELETE ON compliance_demand BEGIN SELECT RAISE(ABORT, 'what was demanded stays'); END;
-- +goose StatementEnd
