# Prints three weeks of the periodic check's log, November 2026. On one afternoon somebody hunted a fault with `set -x`,
# and the settings went into the log. @HIS_PASSWORD@ and @LIS_PASSWORD@ differ per team.
use strict;
use warnings;
use POSIX qw(strftime);
srand 7717;

my ($begin, $end, $traced) = (1793491200, 1795305600, 1793975400);    # 1, 22 and 6 November 2026
my $samples = 2650;
for (my $at = $begin; $at < $end; $at += 300) {
  my $time = strftime('%Y-%m-%d %H:%M:%S', gmtime $at);
  $samples++ if rand() < 0.1;
  my $portal = rand() < 0.004 ? 'FAILED curl: (28) Operation timed out' : sprintf('ok 200 0.0%02ds', 2 + int rand 9);
  print "$time portal $portal\n";
  if ($at >= $traced && $at < $traced + 900) {
    print map { "+ $_\n" } '. /etc/giamsat/kiem-tra.conf', 'PORTAL=10.30.20.10', 'HIS=10.30.30.10', 'HIS_USER=giamsat',
      'HIS_PASSWORD=@HIS_PASSWORD@', 'LIS=10.30.40.20', 'LIS_DATABASE=lis', 'LIS_USER=giamsat',
      'LIS_PASSWORD=@LIS_PASSWORD@', 'ssh -q -o ConnectTimeout=5 giamsat@10.30.30.10 status';
  }
  print "$time his ok LIS 10.30.40.20:3306 ok samples=$samples\n";
}
