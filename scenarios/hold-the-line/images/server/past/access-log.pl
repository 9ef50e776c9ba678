# Writes the web site's access.log from 12 October to 13 November 2026 on standard output. Always the same; the start
# script puts this team's names and address where @…@ stands.
use strict;
use warnings;
use POSIX qw(mktime strftime);

$ENV{TZ} = 'ICT-7';
srand(2026);
my @lines;
my %agents = (
  phone => 'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Mobile Safari/537.36',
  desk => 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  fox => 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  bot => 'Mozilla/5.0 (compatible; SearchBot/2.1; +http://search.example/bot.html)',
  curl => 'curl/7.88.1',
);
my @words = qw(truyen+kieu toan+6 hoa+hoc lich+su nguyen+nhat+anh dia+chi to+hoai van+hoc thieu+nhi y+hoc nong+nghiep ca+phe);

sub at { my ($month, $day, $hour, $minute, $second) = @_; mktime($second, $minute, $hour, $day, $month - 1, 126) }
sub hit {
  my ($time, $from, $request, $status, $size, $agent, $referer) = @_;
  push @lines, [$time, sprintf '%s - - [%s] "%s HTTP/1.1" %d %d "%s" "%s"',
    $from, strftime('%d/%b/%Y:%H:%M:%S +0700', localtime int $time), $request, $status, $size, $referer // '-', $agents{$agent}];
}
sub visit {
  my ($time, $from, $agent) = @_;
  hit($time, $from, 'GET /', 200, 3100 + int rand 60, $agent);
  hit($time + 0.3, $from, 'GET /style.css', 200, 1180, $agent, 'http://thuvien.songtra.example/');
  for (1 .. int rand 6) {
    my $page = (qw(/tim.php /tim.php /tim.php /so-hoa.php /hang-doi.php /gui-don.php))[rand 6];
    $page .= "?q=$words[rand @words]" if $page eq '/tim.php';
    hit($time += 5 + rand 60, $from, "GET $page", 200, 1200 + int rand 4000, $agent, 'http://thuvien.songtra.example/');
  }
  if (rand() < 0.05) {
    hit($time + 80, $from, 'POST /gui-don.php', 200, 1420, $agent, 'http://thuvien.songtra.example/gui-don.php');
  }
}

for my $day (0 .. 32) {
  my $midnight = at(10, 12, 0, 0, 0) + $day * 86400;
  for (1 .. 45) {
    my $from = join '.', (rand() < 0.5 ? (198, 51, 100) : (203, 0, 113)), 10 + int rand 240;
    visit($midnight + 3600 * (6 + rand 17), $from, rand() < 0.6 ? 'phone' : rand() < 0.7 ? 'desk' : 'fox');
  }
  for my $half (14 .. 36) { # the counter, from half past seven to six
    my $time = $midnight + $half * 1800 + rand 900;
    hit($time, '10.20.30.21', 'POST /dang-nhap.php', 303, 322, 'desk', 'http://thuvien.songtra.example/dang-nhap.php');
    hit($time + $_ * 20, '10.20.30.21', 'POST /muon-tra.php', 200, 5200 + int rand 300, 'desk') for 1 .. 1 + rand 4;
    hit($time + 120, '10.20.30.21', 'GET /don.php', 200, 4100, 'desk');
  }
  # The office's archive takes the backup home every three hours: much, regular, and permitted.
  hit($midnight + $_ * 10800 + 600 + rand 9, '10.20.30.21', 'GET /sao-luu/moi-nhat.sql.gz', 200, 51200 + $day * 90, 'curl') for 0 .. 7;
  hit($midnight + rand 86400, '192.0.2.14', 'GET ' . ('/robots.txt', '/', '/so-hoa.php', '/tim.php?q=a')[rand 4], 200, 900, 'bot') for 1 .. 14;
}

# A loud scanner that finds nothing.
my $time = at(11, 9, 21, 4, 0);
my @paths = map { ("/$_", "/$_/", "/$_.php") }
  qw(admin wp-login phpmyadmin .env .git/config backup.zip cgi-bin/test solr actuator manager/html vendor/phpunit owa login shell cmd);
for (1 .. 900) {
  hit($time += rand 3, '203.0.113.147', 'GET ' . $paths[rand @paths], 404, 275, 'fox');
}

# The intruder looks round in the evening, and comes back at night.
my $stranger = '@STRANGER_IP@';
hit(at(11, 9, 23, 20, 5), $stranger, 'GET /', 200, 3122, 'desk');
hit(at(11, 9, 23, 21, 40), $stranger, 'GET /sao-luu/', 200, 4711, 'desk');
hit(at(11, 9, 23, 22, 2), $stranger, 'GET /sao-luu/moi-nhat.sql.gz', 200, 53870, 'desk', 'http://thuvien.songtra.example/sao-luu/');
hit(at(11, 9, 23, 24, 51), $stranger, 'GET /cau-hinh.php.bak', 200, 391, 'desk');
hit(at(11, 10, 2, 31, 12), $stranger, 'GET /gui-don.php', 200, 1310, 'desk');
hit(at(11, 10, 2, 33, 58), $stranger, 'POST /gui-don.php', 200, 1442, 'desk', 'http://thuvien.songtra.example/gui-don.php');
hit(at(11, 10, 2, 34, 10) + $_ * 47, $stranger, 'POST /tep/@SHELL@', 200, 60 + 31 * $_, 'curl') for 0 .. 8;

print "$_->[1]\n" for sort { $a->[0] <=> $b->[0] } @lines;
