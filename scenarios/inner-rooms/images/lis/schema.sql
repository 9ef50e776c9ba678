CREATE DATABASE lis CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE lis.benh_nhan (
  ma_bn CHAR(9) PRIMARY KEY,
  ho_ten VARCHAR(80) NOT NULL,
  nam_sinh SMALLINT NOT NULL,
  gioi_tinh ENUM('Nam', 'Nữ') NOT NULL,
  khoa VARCHAR(80) NOT NULL
);

CREATE TABLE lis.mau (
  ma_mau CHAR(12) PRIMARY KEY,
  ma_bn CHAR(9) NOT NULL,
  loai VARCHAR(20) NOT NULL,
  nhan_luc DATETIME NOT NULL,
  tra_luc DATETIME NULL,
  KEY theo_benh_nhan (ma_bn)
);

CREATE TABLE lis.ket_qua (
  ma_mau CHAR(12) NOT NULL,
  chi_so VARCHAR(30) NOT NULL,
  gia_tri VARCHAR(20) NOT NULL,
  don_vi VARCHAR(20) NOT NULL,
  ghi_chu VARCHAR(120) NOT NULL DEFAULT '',
  PRIMARY KEY (ma_mau, chi_so)
);
