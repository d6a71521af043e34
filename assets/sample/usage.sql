CREATE TABLE play_history (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,
  title VARCHAR(120) NOT NULL,
  seconds INTEGER NOT NULL,
  finished BOOLEAN NOT NULL,
  started_at TIMESTAMP NOT NULL
);
CREATE INDEX play_history_account_id ON play_history (account_id);
CREATE TABLE search_history (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,
  words VARCHAR(120) NOT NULL,
  results INTEGER NOT NULL,
  searched_at TIMESTAMP NOT NULL
);
CREATE INDEX search_history_account_id ON search_history (account_id);
CREATE TABLE upload (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,
  file_name VARCHAR(120) NOT NULL,
  caption VARCHAR(200),
  size_bytes BIGINT NOT NULL,
  published BOOLEAN NOT NULL,
  uploaded_at TIMESTAMP NOT NULL
);
CREATE INDEX upload_account_id ON upload (account_id);
CREATE TABLE location_log (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,
  city VARCHAR(40) NOT NULL,
  latitude DOUBLE PRECISION NOT NULL,
  longitude DOUBLE PRECISION NOT NULL,
  logged_at TIMESTAMP NOT NULL
);
CREATE INDEX location_log_account_id ON location_log (account_id);
CREATE TABLE device_log (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,
  device JSON NOT NULL,
  events JSON NOT NULL,
  logged_at TIMESTAMP NOT NULL
);
CREATE INDEX device_log_account_id ON device_log (account_id);
CREATE TABLE permission (
  account_id INTEGER NOT NULL PRIMARY KEY,
  location BOOLEAN NOT NULL,
  contacts BOOLEAN NOT NULL,
  camera BOOLEAN NOT NULL,
  microphone BOOLEAN NOT NULL
);
