-- The shop's data as the copy holds them: customers' records were taken out before the disk was handed over.
CREATE TABLE san_pham (
  ma TEXT PRIMARY KEY, ten TEXT NOT NULL, lang TEXT NOT NULL, gia INTEGER NOT NULL, mo_ta TEXT NOT NULL
);
CREATE TABLE nhan_vien (
  tai_khoan TEXT PRIMARY KEY, ho_ten TEXT NOT NULL, bo_phan TEXT NOT NULL, mat_khau TEXT, khoa INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE khach_hang (ma TEXT PRIMARY KEY, ho_ten TEXT, dien_thoai TEXT, dia_chi TEXT);

INSERT INTO san_pham VALUES
  ('GST-101', 'Bình hoa men lam', 'Phù Lãng', 1250000, 'Bình cao 32 cm, men lam vẽ tay, nung củi hai ngày.'),
  ('GST-102', 'Bộ ấm trà sáu chén', 'Bát Tràng', 890000, 'Men nâu da lươn, ấm 450 ml, sáu chén quân.'),
  ('GST-103', 'Tô men ngọc', 'Thanh Hà', 210000, 'Tô lớn đựng canh, men ngọc rạn, dùng được trong lò vi sóng.'),
  ('GST-104', 'Đĩa sứ vẽ sen', 'Bát Tràng', 320000, 'Đĩa 24 cm vẽ sen hồng, viền vàng kim.'),
  ('GST-105', 'Chum ủ trà', 'Thanh Hà', 460000, 'Chum gốm mộc hai lít, nắp gỗ mít.'),
  ('GST-106', 'Tượng nghê đất nung', 'Thanh Hà', 540000, 'Cặp nghê nhỏ để bàn, đất nung đỏ Quảng Nam.'),
  ('GST-107', 'Đèn gốm trổ lỗ', 'Thanh Hà', 620000, 'Đèn ngủ trổ hoa văn, kèm dây và đui.'),
  ('GST-108', 'Chậu cây men rạn', 'Phù Lãng', 275000, 'Chậu 18 cm có lỗ thoát nước và đĩa lót.');

INSERT INTO nhan_vien (tai_khoan, ho_ten, bo_phan) VALUES
  ('hien', 'Phan Thị Diệu Hiền', 'Giám đốc'),
  ('khoa', 'Lê Đăng Khoa', 'Kỹ thuật'),
  ('minhquan', 'Trương Minh Quân', 'Hình ảnh'),
  ('thuytrang', 'Ngô Thùy Trang', 'Bán hàng'),
  ('baongoc', 'Đoàn Bảo Ngọc', 'Bán hàng'),
  ('hoangnam', 'Hồ Hoàng Nam', 'Kho'),
  ('thanhtam', 'Võ Thanh Tâm', 'Kế toán'),
  ('vietanh', 'Mai Việt Anh', 'Giao hàng');
