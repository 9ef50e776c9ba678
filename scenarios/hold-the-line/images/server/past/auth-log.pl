# Writes the server's auth.log from 12 October to 13 November 2026 on standard output. Always the same; the start script
# puts this team's names and address where @…@ stands. The intruder's night is 10 November.
use strict;
use warnings;
use POSIX qw(mktime strftime);

$ENV{TZ} = 'ICT-7';
srand(4117);
my (@lines, $pid);
$pid = 1200;

sub at { my ($month, $day, $hour, $minute, $second) = @_; mktime($second, $minute, $hour, $day, $month - 1, 126) }
sub say_at {
  my ($time, $program, $text) = @_;
  push @lines, [$time + rand(), $program, $text];
}
sub session {
  my ($time, $user, $from, $seconds, $how) = @_;
  my $id = $pid += 1 + int rand 40;
  my $port = 32768 + int rand 28000;
  $how //= 'password';
  my $key = $how eq 'publickey' ? ': ED25519 SHA256:r0bV6yqk1vXW2nMRk0tq8sE5mF3oJ7Zc1dLhU9aGx4I' : '';
  say_at($time, "sshd[$id]", "Accepted $how for $user from $from port $port ssh2$key");
  say_at($time + 1, "sshd[$id]", "pam_unix(sshd:session): session opened for user $user(uid=@{[uid($user)]}) by (uid=0)");
  say_at($time + $seconds, "sshd[$id]", "pam_unix(sshd:session): session closed for user $user");
}
sub uid { my %uid = (root => 0, thao => 1001, ctv => 1002, thuctap => 1003, quay1 => 1010); $uid{$_[0]} }
sub failure {
  my ($time, $user, $from, $known) = @_;
  my $id = $pid += 1 + int rand 15;
  my $port = 32768 + int rand 28000;
  if ($known) {
    say_at($time, "sshd[$id]", "Failed password for $user from $from port $port ssh2");
  } else {
    say_at($time, "sshd[$id]", "Invalid user $user from $from port $port");
    say_at($time + 2, "sshd[$id]", "Failed password for invalid user $user from $from port $port ssh2");
  }
  say_at($time + 3, "sshd[$id]", "Connection closed by @{[$known ? 'authenticating' : 'invalid']} user $user $from port $port [preauth]");
}

for my $day (0 .. 32) {
  my $midnight = at(10, 12, 0, 0, 0) + $day * 86400;
  my $weekday = (localtime $midnight)[6];
  # The counter's scans, in opening hours.
  if ($weekday != 1) {
    session($midnight + 27000 + $_ * 1500 + rand 900, 'quay1', '10.20.30.21', 4 + rand 20) for 0 .. 21;
  }
  # The director, from her home, late at night too.
  session($midnight + 3600 * (20 + rand 5), 'thao', '198.51.100.77', 600 + rand 2400) if rand() < 0.5;
  # The collaborator's statistics, from the university or from a café.
  if (rand() < 0.6) {
    session($midnight + 3600 * (9 + rand 14), 'ctv', rand() < 0.7 ? '10.20.30.21' : '192.0.2.7', 300 + rand 900);
  }
  # The intern: until 31 October, from the office by day, sometimes from home in the evening.
  if ($day <= 19 && $weekday >= 2) {
    failure($midnight + 28500 + rand 300, 'thuctap', '10.20.30.21', 1) if rand() < 0.3;
    session($midnight + 29000 + rand 2000, 'thuctap', '10.20.30.21', 9000 + rand 9000);
    session($midnight + 72000 + rand 9000, 'thuctap', '198.51.100.23', 900 + rand 2000) if rand() < 0.4;
  }
  # Khoa, the technician, by key.
  session($midnight + 3600 * (8 + rand 10), 'root', '10.20.30.21', 1200, 'publickey') if rand() < 0.4;
  # Cron.
  for my $hour (0 .. 23) {
    my $id = $pid += 2;
    say_at($midnight + $hour * 3600 + 121, "CRON[$id]", 'pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)');
    say_at($midnight + $hour * 3600 + 122, "CRON[$id]", 'pam_unix(cron:session): session closed for user root');
  }
}

# Scanners that knock at everybody's door: loud, and never let in.
my @guesses = qw(admin ubuntu test oracle postgres git user ftpuser pi deploy jenkins guest minecraft hadoop www mysql es nagios);
for my $scanner (
  ['203.0.113.201', at(10, 14, 3, 11, 0), 260, 9], ['198.51.100.180', at(10, 22, 22, 40, 0), 420, 6],
  ['192.0.2.11',    at(11, 3, 1, 5, 0),   310, 8], ['203.0.113.147',  at(11, 9, 23, 30, 0), 520, 12],
  ['198.51.100.14', at(11, 11, 4, 0, 0),  240, 7],
) {
  my ($from, $time, $count, $pause) = @$scanner;
  for (1 .. $count) {
    $time += 1 + rand($pause * 2);
    my $dice = rand();
    $dice < 0.35 ? failure($time, 'root', $from, 1)
      : $dice < 0.40 ? failure($time, 'thuctap', $from, 1)
      : failure($time, $guesses[rand @guesses], $from, 0);
  }
}

# The intruder: a guess every few minutes, so as not to be noticed, until one fits.
my $stranger = '@STRANGER_IP@';
my $time = at(11, 9, 23, 52, 0);
for (1 .. 17) {
  failure($time, 'thuctap', $stranger, 1);
  $time += 400 + rand 160;
}
session(at(11, 10, 2, 13, 44), 'thuctap', $stranger, 1502);
my $evening = at(11, 10, 2, 19, 31);
say_at($evening, 'useradd[28114]',
  'new user: name=@BACKDOOR@, UID=990, GID=1100, home=/var/lib/@BACKDOOR@, shell=/bin/bash, from=none');
say_at($evening + 9, 'chpasswd[28121]', 'pam_unix(chpasswd:chauthtok): password changed for @BACKDOOR@');

my (%number, $last);
$last = 1187;
for my $line (sort { $a->[0] <=> $b->[0] } @lines) {
  my ($when, $program, $text) = @$line;
  my $micro = int(($when - int $when) * 1e6);
  # Numbers of processes grow with time, as they do in life.
  $program =~ s/(?<=\[)\d+/$number{$&} \/\/= $last += 1 + int rand 9/e;
  printf "%s.%06d+07:00 server %s: %s\n", strftime('%Y-%m-%dT%H:%M:%S', localtime int $when), $micro, $program, $text;
}
