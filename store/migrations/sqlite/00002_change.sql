-- +goose Up
-- What changes the organisation's systems: plans, holds, tasks, the consent ledger and the ledger of erased identities.

ALTER TABLE source ADD COLUMN write_sealed BLOB CHECK (write_sealed IS NULL OR (typeof(write_sealed) = 'blob' AND length(write_sealed) >= 46 AND substr(write_sealed, 1, 1) = x'01'));

-- Why the desk itself opened a request; empty where a person did.
ALTER TABLE request ADD COLUMN cause TEXT NOT NULL DEFAULT '' CHECK (cause IN ('','minor','hold_ended','consent_withdrawn','came_back'));

CREATE TABLE request_link (
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  opened_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  why TEXT NOT NULL,
  PRIMARY KEY (request_id, opened_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_link_opened ON request_link (opened_id);

-- What staff settled about a request before its plan, one value a name: scope, corrections, blockers, purposes, refusals.
CREATE TABLE part (
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value_sealed BLOB NOT NULL CHECK (typeof(value_sealed) = 'blob' AND length(value_sealed) >= 46 AND substr(value_sealed, 1, 1) = x'01'),
  PRIMARY KEY (request_id, name)
) STRICT, WITHOUT ROWID;

-- A plan says row by row what would be written. It is written only as signed: approved by another than who made it.
CREATE TABLE plan (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('making','ready','signed','done')),
  digest TEXT NOT NULL DEFAULT '',
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  signed_at INTEGER NOT NULL DEFAULT 0,
  signed_by TEXT NOT NULL DEFAULT '' CHECK (signed_by = '' OR signed_by <> made_by),
  sign_mac BLOB,
  lease_till INTEGER NOT NULL DEFAULT 0,
  notes_sealed BLOB CHECK (notes_sealed IS NULL OR (typeof(notes_sealed) = 'blob' AND length(notes_sealed) >= 46 AND substr(notes_sealed, 1, 1) = x'01')),
  CHECK (state NOT IN ('signed','done') OR (digest <> '' AND signed_by <> ''))
) STRICT;
CREATE UNIQUE INDEX plan_request ON plan (request_id, version);
CREATE INDEX plan_at_work ON plan (lease_till) WHERE lease_till > 0;

CREATE TABLE plan_source (
  plan_id TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  place INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting','running','done','failed','changed','unwritable','handed','by_owner','blocked')),
  updates INTEGER NOT NULL DEFAULT 0,
  deletes INTEGER NOT NULL DEFAULT 0,
  kept INTEGER NOT NULL DEFAULT 0,
  written INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  ended_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (plan_id, source)
) STRICT;

CREATE TABLE plan_row (
  plan_id TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  request_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  place INTEGER NOT NULL,
  dataset TEXT NOT NULL,
  collection TEXT NOT NULL,
  deletes INTEGER NOT NULL CHECK (deletes IN (0, 1)),
  changed INTEGER NOT NULL DEFAULT 0 CHECK (changed IN (0, 1)),
  row_sealed BLOB NOT NULL CHECK (typeof(row_sealed) = 'blob' AND length(row_sealed) >= 46 AND substr(row_sealed, 1, 1) = x'01'),
  PRIMARY KEY (plan_id, seq)
) STRICT;
CREATE INDEX plan_row_order ON plan_row (plan_id, source, place, seq);
-- A signed plan is what was signed: its rows neither change nor grow.
-- +goose StatementBegin
CREATE TRIGGER plan_row_signed BEFORE INSERT ON plan_row WHEN EXISTS (SELECT 1 FROM plan WHERE id = new.plan_id AND state IN ('signed','done')) BEGIN SELECT RAISE(ABORT, 'a signed plan does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER plan_row_stays BEFORE UPDATE OF row_sealed, source, place, dataset, collection, deletes ON plan_row WHEN EXISTS (SELECT 1 FROM plan WHERE id = new.plan_id AND state IN ('signed','done')) BEGIN SELECT RAISE(ABORT, 'a signed plan does not change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER plan_stays BEFORE UPDATE OF digest, made_by, signed_by, sign_mac ON plan WHEN old.state IN ('signed','done') BEGIN SELECT RAISE(ABORT, 'a signed plan does not change'); END;
-- +goose StatementEnd

-- What somebody outside the desk must do for a request: the owner of a source, a recipient of the data.
CREATE TABLE task (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('erase','correct','stop','supplement','tell_recipient','unbind')),
  who TEXT NOT NULL,
  source TEXT NOT NULL DEFAULT '',
  due_at INTEGER NOT NULL,
  done_at INTEGER NOT NULL DEFAULT 0,
  done_by TEXT NOT NULL DEFAULT '',
  what_sealed BLOB NOT NULL CHECK (typeof(what_sealed) = 'blob' AND length(what_sealed) >= 46 AND substr(what_sealed, 1, 1) = x'01'),
  result_sealed BLOB CHECK (result_sealed IS NULL OR (typeof(result_sealed) = 'blob' AND length(result_sealed) >= 46 AND substr(result_sealed, 1, 1) = x'01'))
) STRICT;
CREATE INDEX task_request ON task (request_id, due_at);

-- A duty to keep part of what was asked to be deleted. When it ends, the part comes back as a request. It outlives the
-- request it came from, so whose it is lies under the desk's key.
CREATE TABLE hold (
  id TEXT PRIMARY KEY,
  request_id INTEGER REFERENCES request (id) ON DELETE SET NULL,
  reference TEXT NOT NULL,
  rule TEXT NOT NULL,
  until INTEGER NOT NULL,
  returned_at INTEGER NOT NULL DEFAULT 0,
  confirmed_by TEXT NOT NULL,
  what_sealed BLOB NOT NULL CHECK (typeof(what_sealed) = 'blob' AND length(what_sealed) >= 46 AND substr(what_sealed, 1, 1) = x'01')
) STRICT;
CREATE INDEX hold_due ON hold (until) WHERE returned_at = 0;
CREATE INDEX hold_request ON hold (request_id);

-- Who was erased, as keyed hashes of their identities and nothing else: a source restored from a backup is compared with it.
CREATE TABLE erased (
  kind TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  reference TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, hash, reference)
) STRICT, WITHOUT ROWID;

-- Consents as they were given and taken back. A person is known by the keyed hashes of their identities.
CREATE TABLE consent (
  id TEXT PRIMARY KEY,
  request_id INTEGER REFERENCES request (id) ON DELETE SET NULL,
  purpose TEXT NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('given','withdrawn','objected')),
  channel TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL
) STRICT;
CREATE INDEX consent_request ON consent (request_id, at);
CREATE TABLE consent_person (
  kind TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  consent_id TEXT NOT NULL REFERENCES consent (id) ON DELETE CASCADE,
  PRIMARY KEY (kind, hash, consent_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE certificate (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  number TEXT NOT NULL UNIQUE,
  passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  data_sealed BLOB NOT NULL CHECK (typeof(data_sealed) = 'blob' AND length(data_sealed) >= 46 AND substr(data_sealed, 1, 1) = x'01')
) STRICT;
CREATE INDEX certificate_request ON certificate (request_id, at);
