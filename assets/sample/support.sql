CREATE TABLE ticket (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER,
  contact_email VARCHAR(120),
  contact_phone VARCHAR(20),
  subject VARCHAR(120) NOT NULL,
  state VARCHAR(12) NOT NULL,
  opened_at TIMESTAMP NOT NULL
);
CREATE INDEX ticket_account_id ON ticket (account_id);
CREATE INDEX ticket_contact_email ON ticket (contact_email);
CREATE INDEX ticket_contact_phone ON ticket (contact_phone);
CREATE TABLE message (
  ticket_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  author VARCHAR(12) NOT NULL,
  body VARCHAR(400) NOT NULL,
  sent_at TIMESTAMP NOT NULL,
  PRIMARY KEY (ticket_id, seq),
  FOREIGN KEY (ticket_id) REFERENCES ticket (id)
);
CREATE TABLE marketing_preference (
  id INTEGER NOT NULL PRIMARY KEY,
  email VARCHAR(120) NOT NULL,
  newsletter BOOLEAN NOT NULL,
  text_messages BOOLEAN NOT NULL,
  personalised BOOLEAN NOT NULL,
  cross_service BOOLEAN NOT NULL,
  surveys BOOLEAN NOT NULL,
  topics JSON,
  changed_at TIMESTAMP NOT NULL
);
CREATE INDEX marketing_preference_email ON marketing_preference (email);
