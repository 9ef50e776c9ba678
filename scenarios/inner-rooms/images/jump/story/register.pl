# Prints the register of changes to the firewall, 2023 to 2026, as CSV. Numbers of tickets are reckoned from that of one
# entry (@ticket@), which differs per team.
use strict;
use warnings;
use POSIX qw(strftime);
srand 4107;

my $day = 86400;
my $begin = 1672876800;    # 2023-01-05
my $end = 1792713600;      # 2026-10-23
my $now = 1795305600;      # 2026-11-22

# What is really so and what is worth a test stands at the end, in the register's own columns but the first.
my @known = map { chomp; [split /,/] } <DATA>;

# The rest is between zones of which neither the visitors nor the DMZ is one.
my @asking = qw(tu.phan uyen.ngo son.bui ngan.ta hoa.le);
my %zones = (
  vanphong => '10.30.50', quantri => '10.30.60', vienphi => '10.30.70', maychu => '10.30.30', xetnghiem => '10.30.40',
  camera => '10.30.80',
);
my @from = qw(vanphong quantri vienphi camera);
my %why = (
  25 => 'May in quet gui thu', 53 => 'Phan giai ten', 123 => 'Dong bo gio', 139 => 'Thu muc chung cu', 161 => 'Giam sat SNMP',
  443 => 'Trang noi bo', 445 => 'Thu muc chung', 554 => 'Xem camera', 1433 => 'Vien phi', 3389 => 'Ho tro tu xa',
  9100 => 'May in', 104 => 'Chup X-quang DICOM', 8080 => 'Trang thu nghiem', 5060 => 'Tong dai',
);
my %udp = map { $_ => 1 } 53, 123, 161;
my @ports = sort { $a <=> $b } keys %why;
my $date = sub { strftime('%Y-%m-%d', gmtime shift) };
my @rows = @known;
for (1 .. 236) {
  my $at = $begin + int rand($end - $begin);
  my $source = $from[rand @from];
  my @others = grep { $_ ne $source } sort keys %zones;
  my $target = $others[rand @others];
  my $port = $ports[rand @ports];
  my $temporary = rand() < 0.3;
  my $expiry = $at + $day * (3 + int rand 60);
  my $removed;
  $removed = $expiry + $day * int rand 4 if $temporary && $expiry < $now;
  $removed = $at + $day * (90 + int rand 200) if !$temporary && $at < $now - 400 * $day && rand() < 0.2;
  push @rows, [
    $date->($at), $asking[rand @asking], 'khanh.do', $source, $target,
    rand() < 0.4 ? "$zones{$source}." . (10 + int rand 200) : 'any', "$zones{$target}." . (11 + int rand 180),
    $udp{$port} ? 'udp' : 'tcp', $port, $temporary ? 'tam' : 'thuong-xuyen', $temporary ? $date->($expiry) : '',
    $removed ? 'da-go ' . $date->($removed) : 'dang-dung', $why{$port},
  ];
}

@rows = sort { $a->[0] cmp $b->[0] || $a->[12] cmp $b->[12] || $a->[6] cmp $b->[6] } @rows;
my ($asked) = grep { $rows[$_][8] eq '5900-5905' && $rows[$_][3] eq 'khach' } 0 .. $#rows;
my @steps = map { 1 + int rand 5 } @rows;
my $number = 0;
$number -= $steps[$_] for 1 .. $asked;
print "so,ngay,de_nghi,duyet,tu_vung,den_vung,nguon,dich,giao_thuc,cong,loai,het_han,trang_thai,ghi_chu\n";
for my $index (0 .. $#rows) {
  $number += $steps[$index] if $index > 0;
  my $ticket = $number == 0 ? '@ticket@' : sprintf '@ticket%+d@', $number;
  print join(',', "TD-$ticket", @{ $rows[$index] }), "\n";
}

__DATA__
2023-01-09,tu.phan,khanh.do,khach,dmz,any,10.30.20.10,tcp,80,thuong-xuyen,,dang-dung,Khach xem trang thong tin
2023-01-09,tu.phan,khanh.do,khach,dmz,any,10.30.20.10,icmp,,thuong-xuyen,,dang-dung,Ping trang thong tin
2023-04-17,son.bui,khanh.do,khach,maychu,any,10.30.30.10,tcp,3389,tam,2023-04-21,da-go 2023-04-22,Giang vien trinh dien HIS o phong hop
2023-11-06,son.bui,khanh.do,khach,xetnghiem,any,10.30.40.20,tcp,9100-9102,tam,2023-11-30,da-go 2023-12-01,Thu may in nhan mau
2024-02-19,tu.phan,khanh.do,dmz,xetnghiem,10.30.20.22,10.30.40.20,tcp,3306,tam,2025-02-28,da-go 2025-03-03,Chuyen LIS sang may moi
2024-06-11,uyen.ngo,khanh.do,khach,dmz,any,10.30.20.10,tcp,21,tam,2024-06-14,da-go 2024-06-14,Nhan hinh hoi thao qua FTP
2024-09-03,tu.phan,khanh.do,dmz,maychu,10.30.20.22,10.30.30.10,tcp,5432,tam,2024-09-30,da-go 2024-10-01,Doi soat vien phi
2025-01-20,ngan.ta,khanh.do,khach,maychu,any,10.30.30.10,tcp,8443,tam,2025-01-24,da-go 2025-01-25,Kiem toan xem bao cao o phong hop
2025-03-03,tu.phan,khanh.do,maychu,xetnghiem,10.30.30.10,10.30.40.20,tcp,3306,thuong-xuyen,,dang-dung,Chi HIS doc LIS
2025-03-03,tu.phan,khanh.do,dmz,maychu,10.30.20.22,10.30.30.10,tcp,22,thuong-xuyen,,dang-dung,Giam sat HIS tu may trung chuyen
2025-03-10,uyen.ngo,khanh.do,dmz,maychu,any,10.30.30.10,tcp,8800-8899,thuong-xuyen,,dang-dung,Trang van hanh HIS (cong doi dinh ky trong dai)
2025-05-12,son.bui,khanh.do,khach,xetnghiem,any,10.30.40.20,tcp,5900-5905,tam,2025-06-30,da-go 2025-07-01,Cty Hoang Lam ho tro may xet nghiem tu phong hop
2025-08-04,son.bui,khanh.do,dmz,xetnghiem,10.30.20.22,10.30.40.20,tcp,5900-5905,tam,2025-08-15,da-go 2025-08-16,Cty Hoang Lam di qua may trung chuyen
2025-09-15,tu.phan,khanh.do,khach,dmz,any,10.30.20.22,tcp,22000-22099,thuong-xuyen,,dang-dung,SSH may trung chuyen (cong doi dinh ky trong dai)
2025-12-08,son.bui,khanh.do,khach,xetnghiem,any,10.30.40.20,tcp,2575,tam,2025-12-19,da-go 2025-12-20,Thu ket noi HL7
2026-03-16,ngan.ta,khanh.do,khach,maychu,any,10.30.30.10,tcp,1433,tam,2026-03-20,da-go 2026-03-21,Bao hiem xa hoi lay so lieu
2026-06-22,uyen.ngo,khanh.do,khach,dmz,any,10.30.20.10,tcp,8080,tam,2026-06-26,da-go 2026-06-26,Thu trang thong tin ban moi
