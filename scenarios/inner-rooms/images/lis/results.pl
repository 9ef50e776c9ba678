# Prints the laboratory's patients, samples and results of a quarter as SQL: the same ones at every build.
use strict;
use warnings;
use utf8;
use POSIX qw(strftime);
binmode STDOUT, ':encoding(UTF-8)';
srand 20261122;

my ($patients, $samples) = (900, 3200);
my $first = 1788220800;                   # 2026-09-01 00:00 in story time
my $last = 1795305600;                    # 2026-11-22 00:00
my @families = qw(Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trương Đinh Cao Mai);
my %middle = (Nam => [qw(Văn Hữu Đức Minh Quốc Thành Xuân Công)], 'Nữ' => [qw(Thị Ngọc Thu Kim Mỹ Thanh Bích Hồng)]);
my %given = (
  Nam => [qw(An Bình Cường Dũng Hải Hùng Khoa Long Nam Phúc Quân Sơn Tài Thắng Tuấn Việt)],
  'Nữ' => [qw(Anh Chi Diệp Hà Hạnh Hoa Lan Liên Mai Ngân Nhung Oanh Phương Thảo Trang Yến)],
);
my @wards = ('Nội tổng hợp', 'Ngoại chấn thương', 'Cấp cứu', 'Khám bệnh', 'Hồi sức', 'Ung bướu');
# Name, unit, lowest and highest usual value, decimals.
my %panels = (
  'Máu' => [
    ['Glucose', 'mmol/L', 3.9, 6.4, 1], ['Cholesterol', 'mmol/L', 3.1, 5.2, 1], ['Triglycerid', 'mmol/L', 0.5, 1.7, 1],
    ['AST', 'U/L', 8, 37, 0], ['ALT', 'U/L', 8, 40, 0], ['Creatinin', 'µmol/L', 53, 106, 0],
  ],
  'Công thức máu' => [
    ['WBC', 'G/L', 4, 10, 1], ['RBC', 'T/L', 3.8, 5.6, 2], ['HGB', 'g/L', 120, 165, 0], ['PLT', 'G/L', 150, 400, 0],
  ],
  'Nước tiểu' => [['pH', '', 5, 8, 1], ['Protein', 'g/L', 0, 0.1, 2], ['Tỷ trọng', '', 1.005, 1.03, 3]],
);

sub pick { my ($list) = @_; return $list->[int rand @$list] }
sub ward {
  my ($sex, $born) = @_;
  return 'Nhi' if $born > 2011;
  return 'Sản phụ' if $sex eq 'Nữ' && $born > 1976 && $born < 2006 && rand() < 0.4;
  return pick(\@wards);
}
sub insert {
  my ($table, $rows) = @_;
  while (my @part = splice @$rows, 0, 500) { print "INSERT INTO lis.$table VALUES\n", join(",\n", @part), ";\n" }
}

my @rows;
for my $number (1 .. $patients) {
  my $sex = rand() < 0.53 ? 'Nữ' : 'Nam';
  my $name = join ' ', pick(\@families), pick($middle{$sex}), pick($given{$sex});
  my $born = 1935 + int rand 88;
  push @rows, sprintf "('BN-%06d','%s',%d,'%s','%s')", 260000 + $number, $name, $born, $sex, ward($sex, $born);
}
insert('benh_nhan', \@rows);

my (@samples, @results, %count);
my @kinds = sort keys %panels;
my @times = sort { $a <=> $b } map { $first + int rand($last - $first) } 1 .. $samples;
for my $time (@times) {
  my $kind = pick(\@kinds);
  my $month = strftime('%y%m', gmtime $time);
  my $code = sprintf 'XN-%s-%04d', $month, ++$count{$month};
  my $at = sub { strftime('%Y-%m-%d %H:%M:%S', gmtime shift) };
  my $patient = 260001 + int rand $patients;
  my $back = $time + 1800 + int rand 5400;
  push @samples, sprintf "('%s','BN-%06d','%s','%s','%s')", $code, $patient, $kind, $at->($time), $at->($back);
  for my $test (@{ $panels{$kind} }) {
    my ($name, $unit, $low, $high, $decimals) = @$test;
    my $spread = rand() < 0.15 ? 2.2 : 1;
    my $value = $low + rand() * ($high - $low) * $spread;
    my $note = $value > $high ? 'Cao' : '';
    push @results, sprintf "('%s','%s','%.*f','%s','%s')", $code, $name, $decimals, $value, $unit, $note;
  }
}
insert('mau', \@samples);
insert('ket_qua', \@results);
