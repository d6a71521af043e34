-- +goose Up
-- What a member of staff was typing into a form that belongs to no request yet, or to none at all. The words are sealed under the
-- desk key; once the form has done its work, or after 30 days, they go.
CREATE TABLE draft_form (
  staff TEXT NOT NULL,
  form TEXT NOT NULL,
  at INTEGER NOT NULL,
  words_sealed BLOB NOT NULL CHECK (typeof(words_sealed) = 'blob' AND length(words_sealed) >= 46 AND substr(words_sealed, 1, 1) = x'01'),
  PRIMARY KEY (staff, form)
) STRICT, WITHOUT ROWID;
