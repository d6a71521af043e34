-- +goose Up
-- Instants are whole milliseconds since 1970 UTC; 0 means "not yet". A column named *_sealed holds only sealed bytes:
-- header 1, key version, nonce, ciphertext, tag.

CREATE TABLE desk (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  organisation TEXT NOT NULL,
  business_id TEXT NOT NULL DEFAULT '',
  recovery_pub BLOB NOT NULL,
  audit_pub BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('agent','lead','admin','auditor')),
  disabled_at INTEGER NOT NULL DEFAULT 0,
  pub BLOB NOT NULL,
  salt BLOB NOT NULL,
  locked_priv BLOB NOT NULL,
  failed INTEGER NOT NULL DEFAULT 0,
  locked_till INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE key_wrap (
  key_version INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (key_version, recipient)
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_secret (
  name TEXT PRIMARY KEY,
  value_sealed BLOB NOT NULL CHECK (typeof(value_sealed) = 'blob' AND length(value_sealed) >= 46 AND substr(value_sealed, 1, 1) = x'01')
) STRICT;

-- Authorised agents that may send Data Rights Protocol requests, with the Ed25519 key each signs with.
CREATE TABLE drp_agent (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  public_key BLOB NOT NULL CHECK (length(public_key) = 32)
) STRICT;

CREATE TABLE reference_number (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;

CREATE TABLE request (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('access','export','correction','deletion','cancellation','withdrawal','objection','complaint','self_service')),
  status TEXT NOT NULL CHECK (status IN ('received','verifying','working','waiting','review','running','answering','closed')),
  outcome TEXT NOT NULL DEFAULT '',
  channel TEXT NOT NULL,
  requester_kind TEXT NOT NULL,
  level_needed INTEGER NOT NULL,
  level_reached INTEGER NOT NULL DEFAULT 0,
  sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1)),
  holder TEXT NOT NULL DEFAULT '',
  prepared_by TEXT NOT NULL DEFAULT '',
  reviewed_by TEXT NOT NULL DEFAULT '' CHECK (reviewed_by = '' OR reviewed_by <> prepared_by),
  received_at INTEGER NOT NULL,
  verified_at INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  next_due_at INTEGER NOT NULL,
  closed_at INTEGER NOT NULL DEFAULT 0,
  step TEXT NOT NULL DEFAULT '',
  missing_by TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  intake_hash BLOB,
  name_sealed BLOB NOT NULL CHECK (typeof(name_sealed) = 'blob' AND length(name_sealed) >= 46 AND substr(name_sealed, 1, 1) = x'01'),
  person_sealed BLOB NOT NULL CHECK (typeof(person_sealed) = 'blob' AND length(person_sealed) >= 46 AND substr(person_sealed, 1, 1) = x'01'),
  mac BLOB NOT NULL
) STRICT;

-- Every queue page walks one of these in order; open_ keeps the closed ones, most of the table, out of the way.
CREATE INDEX request_open ON request (next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_open_holder ON request (holder, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_open_status ON request (status, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_open_status_holder ON request (status, holder, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_open_kind ON request (kind, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_open_kind_holder ON request (kind, holder, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_open_kind_status_any ON request (kind, status, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_open_kind_status ON request (kind, status, holder, next_due_at, id) WHERE status <> 'closed';
CREATE INDEX request_all ON request (received_at, id);
CREATE INDEX request_all_kind ON request (kind, received_at, id);
CREATE INDEX request_all_status ON request (status, received_at, id);
CREATE UNIQUE INDEX request_intake ON request (intake_hash) WHERE intake_hash IS NOT NULL;

CREATE TABLE request_key (
  request_id INTEGER PRIMARY KEY REFERENCES request (id) ON DELETE CASCADE,
  key_sealed BLOB NOT NULL CHECK (typeof(key_sealed) = 'blob' AND length(key_sealed) >= 46 AND substr(key_sealed, 1, 1) = x'01'),
  key_version INTEGER NOT NULL
) STRICT;

CREATE TABLE lookup (
  kind TEXT NOT NULL,
  hash BLOB NOT NULL,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  PRIMARY KEY (kind, hash, request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lookup_request ON lookup (request_id);

-- Counts of open requests, kept by triggers so that the navigation never counts the table.
CREATE TABLE request_count (
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  holder TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (kind, status, holder)
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER request_counted AFTER INSERT ON request BEGIN
  INSERT INTO request_count (kind, status, holder, n) VALUES (new.kind, new.status, new.holder, 1)
  ON CONFLICT (kind, status, holder) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER request_recounted AFTER UPDATE OF kind, status, holder ON request
WHEN old.kind <> new.kind OR old.status <> new.status OR old.holder <> new.holder BEGIN
  UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder;
  INSERT INTO request_count (kind, status, holder, n) VALUES (new.kind, new.status, new.holder, 1)
  ON CONFLICT (kind, status, holder) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER request_uncounted AFTER DELETE ON request BEGIN
  UPDATE request_count SET n = n - 1 WHERE kind = old.kind AND status = old.status AND holder = old.holder;
END;
-- +goose StatementEnd

CREATE TABLE evidence (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('pending','passed','failed')),
  discounted INTEGER NOT NULL DEFAULT 0,
  point TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  code_hash BLOB,
  expires_at INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  note_sealed BLOB CHECK (note_sealed IS NULL OR (typeof(note_sealed) = 'blob' AND length(note_sealed) >= 46 AND substr(note_sealed, 1, 1) = x'01'))
) STRICT;
CREATE INDEX evidence_request ON evidence (request_id, at);

-- Everything personal that is larger than a field: document pictures, packets, letters; in parts of at most 1 MiB.
CREATE TABLE blob_part (
  blob_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  part_sealed BLOB NOT NULL CHECK (typeof(part_sealed) = 'blob' AND length(part_sealed) >= 46 AND substr(part_sealed, 1, 1) = x'01'),
  PRIMARY KEY (blob_id, seq)
) STRICT;
CREATE INDEX blob_request ON blob_part (request_id);

CREATE TABLE source (
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  engine TEXT NOT NULL CHECK (engine IN ('sqlite','postgres','mysql','manual')),
  owner TEXT NOT NULL DEFAULT '',
  address_sealed BLOB NOT NULL CHECK (typeof(address_sealed) = 'blob' AND length(address_sealed) >= 46 AND substr(address_sealed, 1, 1) = x'01'),
  dataset TEXT NOT NULL DEFAULT '',
  days INTEGER NOT NULL DEFAULT 5,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- One collect of one request. A newer run replaces an older one for reading; the older one's rows are removed with it.
CREATE TABLE run (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('running','done')),
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL DEFAULT 0,
  by_staff TEXT NOT NULL,
  lease_till INTEGER NOT NULL DEFAULT 0,
  notes_sealed BLOB CHECK (notes_sealed IS NULL OR (typeof(notes_sealed) = 'blob' AND length(notes_sealed) >= 46 AND substr(notes_sealed, 1, 1) = x'01'))
) STRICT;
CREATE INDEX run_request ON run (request_id, started_at);

CREATE TABLE run_source (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting','running','done','failed','manual','answered','incomplete')),
  rows_found INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  due_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, source)
) STRICT;

CREATE TABLE finding (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  request_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  dataset TEXT NOT NULL,
  collection TEXT NOT NULL,
  sensitive INTEGER NOT NULL,
  shared INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('include','leave_out','mask','undecided')),
  decided_by TEXT NOT NULL DEFAULT '',
  agreed_by TEXT NOT NULL DEFAULT '' CHECK (agreed_by = '' OR agreed_by <> decided_by),
  row_sealed BLOB NOT NULL CHECK (typeof(row_sealed) = 'blob' AND length(row_sealed) >= 46 AND substr(row_sealed, 1, 1) = x'01'),
  choice_sealed BLOB CHECK (choice_sealed IS NULL OR (typeof(choice_sealed) = 'blob' AND length(choice_sealed) >= 46 AND substr(choice_sealed, 1, 1) = x'01')),
  PRIMARY KEY (run_id, seq)
) STRICT;
CREATE INDEX finding_shared ON finding (run_id, seq) WHERE shared > 0;
CREATE INDEX finding_where ON finding (run_id, source, collection, seq);

CREATE TABLE packet (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  form TEXT NOT NULL CHECK (form IN ('html','zip')),
  manifest TEXT NOT NULL,
  password_sealed BLOB CHECK (password_sealed IS NULL OR (typeof(password_sealed) = 'blob' AND length(password_sealed) >= 46 AND substr(password_sealed, 1, 1) = x'01')),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX packet_request ON packet (request_id, created_at);

CREATE TABLE delivery (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  what TEXT NOT NULL CHECK (what IN ('packet','password','letter')),
  channel TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_request ON delivery (request_id, at);

CREATE TABLE letter (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  lang TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  text_sealed BLOB NOT NULL CHECK (typeof(text_sealed) = 'blob' AND length(text_sealed) >= 46 AND substr(text_sealed, 1, 1) = x'01')
) STRICT;
CREATE INDEX letter_request ON letter (request_id, at);

-- What one member of staff leaves for the next; it never goes out.
CREATE TABLE comment (
  id TEXT PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  by_staff TEXT NOT NULL,
  text_sealed BLOB NOT NULL CHECK (typeof(text_sealed) = 'blob' AND length(text_sealed) >= 46 AND substr(text_sealed, 1, 1) = x'01')
) STRICT;
CREATE INDEX comment_request ON comment (request_id, at);

-- The audit log: a Merkle tree over the lines, with a signed head. Nothing in it may change or go.
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  staff TEXT NOT NULL,
  action TEXT NOT NULL,
  request_id INTEGER NOT NULL DEFAULT 0,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX entry_request ON entry (request_id, seq) WHERE request_id <> 0;

CREATE TABLE entry_hash (
  idx INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  signed_size INTEGER NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT ''
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- +goose StatementEnd
-- INSERT OR REPLACE would walk around a delete trigger, so an existing number is refused on insert too.
-- +goose StatementBegin
CREATE TRIGGER entry_once BEFORE INSERT ON entry WHEN EXISTS (SELECT 1 FROM entry WHERE seq = new.seq) BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_hash_stays BEFORE UPDATE ON entry_hash BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_hash_kept BEFORE DELETE ON entry_hash BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_hash_once BEFORE INSERT ON entry_hash WHEN EXISTS (SELECT 1 FROM entry_hash WHERE idx = new.idx) BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER head_kept BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER head_grows BEFORE UPDATE ON head WHEN new.size < old.size BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER head_once BEFORE INSERT ON head WHEN EXISTS (SELECT 1 FROM head WHERE id = new.id) BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- +goose StatementEnd
