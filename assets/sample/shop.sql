CREATE TABLE account (
  id INTEGER NOT NULL PRIMARY KEY,
  account_no VARCHAR(20) NOT NULL,
  username VARCHAR(60) NOT NULL,
  email VARCHAR(120),
  phone VARCHAR(20),
  email_changed_at TIMESTAMP,
  phone_changed_at TIMESTAMP,
  state VARCHAR(12) NOT NULL,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX account_email ON account (email);
CREATE INDEX account_phone ON account (phone);
CREATE INDEX account_account_no ON account (account_no);
CREATE TABLE profile (
  account_id INTEGER NOT NULL PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  gender VARCHAR(8),
  birth_date DATE,
  id_number VARCHAR(18),
  real_name_checked BOOLEAN NOT NULL,
  preferences JSON,
  FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE TABLE guardian (
  account_id INTEGER NOT NULL PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  relation VARCHAR(20) NOT NULL,
  phone VARCHAR(20) NOT NULL,
  consented_at TIMESTAMP NOT NULL,
  FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE TABLE wallet (
  account_id INTEGER NOT NULL PRIMARY KEY,
  balance_fen BIGINT NOT NULL,
  points INTEGER NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE TABLE address (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER,
  recipient VARCHAR(80) NOT NULL,
  recipient_phone VARCHAR(20),
  city VARCHAR(40) NOT NULL,
  district VARCHAR(40) NOT NULL,
  street VARCHAR(120) NOT NULL,
  postcode VARCHAR(6),
  FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX address_account_id ON address (account_id);
CREATE TABLE payment_card (
  id VARCHAR(12) NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,
  card_number VARCHAR(19) NOT NULL,
  holder VARCHAR(80) NOT NULL,
  bank VARCHAR(60) NOT NULL,
  valid_until VARCHAR(7) NOT NULL,
  preferred BOOLEAN NOT NULL,
  FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX payment_card_account_id ON payment_card (account_id);
CREATE TABLE product (
  id INTEGER NOT NULL PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  price_fen INTEGER NOT NULL
);
CREATE TABLE orders (
  id VARCHAR(16) NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,
  shipping_address_id INTEGER,
  payment_card_id VARCHAR(12),
  total_fen BIGINT NOT NULL,
  gift_note VARCHAR(200),
  state VARCHAR(12) NOT NULL,
  ordered_at TIMESTAMP NOT NULL,
  FOREIGN KEY (account_id) REFERENCES account (id),
  FOREIGN KEY (shipping_address_id) REFERENCES address (id),
  FOREIGN KEY (payment_card_id) REFERENCES payment_card (id)
);
CREATE INDEX orders_account_id ON orders (account_id);
CREATE INDEX orders_shipping_address_id ON orders (shipping_address_id);
CREATE INDEX orders_payment_card_id ON orders (payment_card_id);
CREATE TABLE order_item (
  order_id VARCHAR(16) NOT NULL,
  line_no INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  price_fen INTEGER NOT NULL,
  sold_at TIMESTAMP NOT NULL,
  PRIMARY KEY (order_id, line_no),
  FOREIGN KEY (order_id) REFERENCES orders (id),
  FOREIGN KEY (product_id) REFERENCES product (id)
);
CREATE INDEX order_item_product_id ON order_item (product_id);
CREATE TABLE game_role (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,
  game VARCHAR(60) NOT NULL,
  nickname VARCHAR(60) NOT NULL,
  level_reached INTEGER NOT NULL,
  last_played_at TIMESTAMP,
  FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX game_role_account_id ON game_role (account_id);
CREATE TABLE undivided_share (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,
  pool VARCHAR(60) NOT NULL,
  amount_fen BIGINT NOT NULL,
  FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX undivided_share_account_id ON undivided_share (account_id);
CREATE TABLE linked_login (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL,
  provider VARCHAR(20) NOT NULL,
  nickname VARCHAR(60) NOT NULL,
  bound_at TIMESTAMP NOT NULL,
  FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX linked_login_account_id ON linked_login (account_id);
