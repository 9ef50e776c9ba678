-- This team's secrets. Runs as the server's own superuser at every start, before the first connection.
REPLACE INTO shop.staff (id, username, password, full_name, role) VALUES
  (1, 'quanly', SHA2('{{ admin_password }}', 256), 'Trần Thu Hạnh', 'admin'),
  (2, 'lan', SHA2('{{ clerk_password }}', 256), 'Nguyễn Thị Lan', 'clerk'),
  (3, 'thao', SHA2('{{ cashier_password }}''ts', 256), 'Vũ Phương Thảo', 'clerk'),
  (4, 'hocviec', SHA2('tra-sen', 256), 'Tài khoản học việc', 'clerk'),
  (5, 'hocviec2', SHA2('tra''sen', 256), 'Tài khoản học việc 2', 'clerk');
REPLACE INTO shop.orders (code, customer, product, quantity, total, state) VALUES
  ('DH-{{ order_number }}', 'Đỗ Minh Khôi', 'Trà Shan Tuyết cổ thụ', 1, 420000, 'Chờ thanh toán');
REPLACE INTO shop.settings (name, value) VALUES ('shift_code', '{{ login_flag }}');
REPLACE INTO vault.secrets (name, value, note) VALUES
  ('recipe', '{{ vault_flag }}', 'Công thức ướp sen gia truyền: chỉ chị Hạnh và bản sao lưu được giữ');

-- The shop's account sees the shop alone; the backup's account sees the vault as well, and can write nothing.
CREATE USER IF NOT EXISTS 'shop'@'10.10.20.%' IDENTIFIED BY '{{ shop_db_password }}';
CREATE USER IF NOT EXISTS 'saoluu'@'10.10.20.%' IDENTIFIED BY '{{ backup_db_password }}';
GRANT SELECT ON shop.* TO 'shop'@'10.10.20.%';
GRANT SELECT ON shop.* TO 'saoluu'@'10.10.20.%';
GRANT SELECT ON vault.* TO 'saoluu'@'10.10.20.%';
