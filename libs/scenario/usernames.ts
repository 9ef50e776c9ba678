/** Common Vietnamese given names without marks, as they stand in account names. */
export const givenNames = (
  'an anh bach bao binh chau chi cuong dat diep dung duong giang ha hai hanh hieu hoa hoang hung huong huy khanh khoa lam ' +
  'lan linh long mai minh nam nga ngan ngoc nhung phong phuc phuong quan quang quynh son tam thanh thao thu thuy trang ' +
  'trung tuan tung uyen van viet vinh yen'
).split(' ');

/** Common Vietnamese family names without marks. */
export const familyNames =
  'bui cao dang dao dinh do doan duong ho hoang huynh lam le luong ly mai ngo nguyen pham phan ta to tran trinh truong vo vu'.split(
    ' ',
  );
