CREATE DATABASE shop CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE DATABASE vault CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE shop.products (
  id INT PRIMARY KEY,
  name VARCHAR(120) NOT NULL,
  origin VARCHAR(120) NOT NULL,
  description VARCHAR(400) NOT NULL,
  price INT NOT NULL,
  stock INT NOT NULL
);
INSERT INTO shop.products (id, name, origin, description, price, stock) VALUES
  (1, 'Trà Shan Tuyết cổ thụ', 'Suối Giàng, Yên Bái', 'Búp một tôm hai lá hái từ cây trà trăm tuổi, nước vàng sánh, hậu ngọt kéo dài.', 420000, 35),
  (2, 'Trà móc câu Tân Cương', 'Tân Cương, Thái Nguyên', 'Cánh trà xoăn như móc câu, hương cốm non, vị chát dịu.', 185000, 120),
  (3, 'Trà sen Tây Hồ', 'Quảng An, Hà Nội', 'Ướp bảy lần bằng gạo sen bách diệp hái lúc tinh mơ.', 950000, 8),
  (4, 'Ô long Cầu Đất', 'Cầu Đất, Lâm Đồng', 'Ô long bán lên men, hương hoa, trồng ở độ cao 1.600 mét.', 260000, 64),
  (5, 'Hồng trà Tà Xùa', 'Tà Xùa, Sơn La', 'Lên men hoàn toàn, nước đỏ hổ phách, thơm mật ong và trái chín.', 310000, 41),
  (6, 'Trà hoa cúc Hưng Yên', 'Nghĩa Trai, Hưng Yên', 'Cúc chi sấy lạnh, không chất bảo quản, thanh mát dễ ngủ.', 95000, 200),
  (7, 'Trà gừng mật ong', 'Trà Mây tự chế biến', 'Gừng sẻ Kỳ Sơn sấy lát và mật ong hoa nhãn, hộp mười hai gói.', 120000, 150),
  (8, 'Ấm tử sa Bát Tràng', 'Bát Tràng, Hà Nội', 'Ấm gốm nung tay 180 ml, kèm hai chén quân.', 680000, 12);

CREATE TABLE shop.staff (
  id INT PRIMARY KEY,
  username VARCHAR(40) NOT NULL UNIQUE,
  password CHAR(64) NOT NULL,
  full_name VARCHAR(80) NOT NULL,
  role ENUM('admin', 'clerk') NOT NULL
);

CREATE TABLE shop.orders (
  code VARCHAR(20) PRIMARY KEY,
  customer VARCHAR(80) NOT NULL,
  product VARCHAR(120) NOT NULL,
  quantity INT NOT NULL,
  total INT NOT NULL,
  state VARCHAR(40) NOT NULL
);
INSERT INTO shop.orders (code, customer, product, quantity, total, state) VALUES
  ('DH-100214', 'Phạm Quốc Huy', 'Trà móc câu Tân Cương', 2, 370000, 'Đã giao'),
  ('DH-100215', 'Lê Thị Mai Anh', 'Trà sen Tây Hồ', 1, 950000, 'Đang giao'),
  ('DH-100217', 'Hoàng Văn Đức', 'Ô long Cầu Đất', 3, 780000, 'Chờ đóng gói');

CREATE TABLE shop.settings (
  name VARCHAR(60) PRIMARY KEY,
  value VARCHAR(200) NOT NULL
);
INSERT INTO shop.settings (name, value) VALUES
  ('hotline', '1900 0000'),
  ('opening_hours', '8:00 – 21:30');

CREATE TABLE vault.secrets (
  name VARCHAR(60) PRIMARY KEY,
  value VARCHAR(200) NOT NULL,
  note VARCHAR(200) NOT NULL
);
