-- +goose Up
-- What a member of staff was typing into a form that belongs to no request yet, or to none at all. The words are sealed under the
-- desk key; once the form has done its work, or after 30 days, they go.
CREATE TABLE draft_form (
  staff TEXT NOT NULL,
  form TEXT NOT NULL,
  at BIGINT NOT NULL,
  words_sealed BYTEA NOT NULL CHECK (length(words_sealed) >= 46 AND get_byte(words_sealed, 0) = 1),
  PRIMARY KEY (staff, form)
);
