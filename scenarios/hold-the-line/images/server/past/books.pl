# Writes the library's books, readers' loans and applications as SQL on standard output. Always the same.
use strict;
use warnings;
use POSIX qw(mktime strftime);

$ENV{TZ} = 'ICT-7';
srand(314);
my @books = (
  ['Truyện Kiều', 'Nguyễn Du', 1820], ['Dế mèn phiêu lưu ký', 'Tô Hoài', 1941], ['Số đỏ', 'Vũ Trọng Phụng', 1936],
  ['Chí Phèo', 'Nam Cao', 1941], ['Tắt đèn', 'Ngô Tất Tố', 1937], ['Vang bóng một thời', 'Nguyễn Tuân', 1940],
  ['Gió lạnh đầu mùa', 'Thạch Lam', 1937], ['Đất rừng phương Nam', 'Đoàn Giỏi', 1957], ['Bỉ vỏ', 'Nguyên Hồng', 1938],
  ['Lều chõng', 'Ngô Tất Tố', 1939], ['Lục Vân Tiên', 'Nguyễn Đình Chiểu', 1854], ['Chinh phụ ngâm', 'Đặng Trần Côn', 1741],
  ['Đại Việt sử ký toàn thư', 'Ngô Sĩ Liên', 1479], ['Gia Định thành thông chí', 'Trịnh Hoài Đức', 1820],
  ['Phủ biên tạp lục', 'Lê Quý Đôn', 1776], ['Vũ trung tuỳ bút', 'Phạm Đình Hổ', 1810], ['Thơ Hồ Xuân Hương', 'Hồ Xuân Hương', 1800],
  ['Hà Nội băm sáu phố phường', 'Thạch Lam', 1943], ['Giông tố', 'Vũ Trọng Phụng', 1936], ['Hải ngoại huyết thư', 'Phan Bội Châu', 1906],
  ['Sổ tay trồng cà phê', 'Nhiều tác giả', 2019], ['Địa chí huyện Sông Trà', 'Nhiều tác giả', 2008],
);
my $quote = sub { my $text = shift; $text =~ s/'/''/g; "'$text'" };

print <<'SQL';
BEGIN;
CREATE TABLE sach (ma INTEGER PRIMARY KEY, ten TEXT NOT NULL, tac_gia TEXT NOT NULL, nam INTEGER NOT NULL, ke TEXT NOT NULL);
CREATE TABLE muon (ma INTEGER PRIMARY KEY, ban_doc TEXT NOT NULL, sach TEXT NOT NULL, ngay_muon TEXT NOT NULL, han_tra TEXT NOT NULL);
CREATE TABLE nhan_vien (tai_khoan TEXT PRIMARY KEY, ho_ten TEXT NOT NULL, mat_khau TEXT NOT NULL);
CREATE TABLE don (ma INTEGER PRIMARY KEY, ho_ten TEXT NOT NULL, tep TEXT NOT NULL, luc TEXT NOT NULL);
CREATE TABLE so_hoa (ma INTEGER PRIMARY KEY, tep TEXT NOT NULL, luc TEXT NOT NULL);
SQL
my $number = 0;
for my $book (@books) {
  my ($title, $author, $year) = @$book;
  printf "INSERT INTO sach VALUES (%d, %s, %s, %d, '%s%d');\n", ++$number, $quote->($title), $quote->($author), $year,
    ('A', 'B', 'C', 'D')[rand 4], 1 + int rand 9;
}
my $first = mktime(0, 0, 8, 3, 0, 126);
for (1 .. 2400) {
  my $time = $first + $_ * 11000;
  printf "INSERT INTO muon (ban_doc, sach, ngay_muon, han_tra) VALUES ('ST-%05d', 'S%03d', '%s', '%s');\n", 10000 + rand 2400,
    1 + rand @books, strftime('%Y-%m-%d', localtime $time), strftime('%Y-%m-%d', localtime $time + 14 * 86400);
}
my @family = ('Nguyễn', 'Trần', 'Lê', 'Phạm', 'Võ', 'Đặng', 'Bùi', 'Hồ');
my @given = ('Minh Anh', 'Gia Bảo', 'Thu Hà', 'Đức Huy', 'Ngọc Lan', 'Quang Vinh', 'Thảo My', 'Hoàng Long');
for (1 .. 40) {
  my $name = "$family[rand @family] $given[rand @given]";
  printf "INSERT INTO don (ho_ten, tep, luc) VALUES (%s, 'anh-the-%04d.jpg', '2026-11-%02dT1%d:%02d:00+07:00');\n", $quote->($name),
    $_ + 100, 2 + int $_ / 5, rand 8, rand 60;
}
for (1 .. 24) {
  printf "INSERT INTO so_hoa (tep, luc) VALUES ('bao-song-tra-1991-%02d.pdf', '2026-09-%02d 09:00:00');\n", $_, $_;
}
print "COMMIT;\n";
