-- This team's secrets. Runs as the server's own superuser at every start, before the first connection.
REPLACE INTO lis.benh_nhan (ma_bn, ho_ten, nam_sinh, gioi_tinh, khoa) VALUES
  ('BN-260000', 'Nguyễn Thị Kiểm Thử', 1990, 'Nữ', 'Hồ sơ giả, dành cho kiểm thử an ninh');
REPLACE INTO lis.mau (ma_mau, ma_bn, loai, nhan_luc, tra_luc) VALUES
  ('XN-2611-0000', 'BN-260000', 'Máu', '2026-11-20 08:00:00', '2026-11-20 09:00:00');
REPLACE INTO lis.ket_qua (ma_mau, chi_so, gia_tri, don_vi, ghi_chu) VALUES
  ('XN-2611-0000', 'Glucose', '5.1', 'mmol/L', '{{ sample_flag }}');

-- HIS may see what the status page needs. The monitoring account was given everything "for a while", in 2024.
CREATE USER IF NOT EXISTS 'his_doc'@'10.30.30.10' IDENTIFIED BY '{{ his_password }}';
GRANT SELECT (ma_mau, nhan_luc, tra_luc) ON lis.mau TO 'his_doc'@'10.30.30.10';
CREATE USER IF NOT EXISTS 'giamsat'@'10.30.30.10' IDENTIFIED BY '{{ lab_password }}';
GRANT SELECT ON lis.* TO 'giamsat'@'10.30.30.10';
