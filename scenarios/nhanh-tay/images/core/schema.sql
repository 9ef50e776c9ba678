CREATE DATABASE kho CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE DATABASE nhap CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE DATABASE live CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE kho.customers (
  id INT PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  born SMALLINT NOT NULL,
  phone VARCHAR(15) NOT NULL,
  province VARCHAR(40) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  KEY (phone)
);
CREATE TABLE kho.accounts (
  account VARCHAR(16) PRIMARY KEY,
  customer_id INT NOT NULL,
  opened DATE NOT NULL,
  status VARCHAR(20) NOT NULL,
  KEY (customer_id)
);
CREATE TABLE kho.payments (
  id BIGINT PRIMARY KEY,
  at DATETIME NOT NULL,
  source VARCHAR(16) NOT NULL,
  source_bank VARCHAR(40) NOT NULL,
  target VARCHAR(16) NOT NULL,
  target_bank VARCHAR(40) NOT NULL,
  amount BIGINT NOT NULL,
  channel VARCHAR(10) NOT NULL,
  memo VARCHAR(120) NOT NULL,
  KEY (source, at),
  KEY (target, at)
);
CREATE TABLE kho.reports (
  account VARCHAR(16) PRIMARY KEY,
  reported_on DATE NOT NULL,
  summary VARCHAR(120) NOT NULL
);

CREATE TABLE live.books (
  account VARCHAR(16) PRIMARY KEY,
  holder VARCHAR(80) NOT NULL,
  opened DATE NOT NULL,
  balance BIGINT NOT NULL
);
CREATE TABLE live.freezes (
  account VARCHAR(16) PRIMARY KEY,
  reason VARCHAR(300) NOT NULL,
  at DATETIME NOT NULL
);
CREATE TABLE live.orders (
  id BIGINT AUTO_INCREMENT PRIMARY KEY,
  at DATETIME NOT NULL,
  source VARCHAR(16) NOT NULL,
  target VARCHAR(40) NOT NULL,
  amount BIGINT NOT NULL,
  memo VARCHAR(120) NOT NULL,
  result VARCHAR(20) NOT NULL,
  KEY (source)
);
