# Lays readers' photos and the counter's old scans into the folders tep and so-hoa of the folder that it is called with.
# Always the same; books.pl has their rows. What is inside is noise with the right beginning.
use strict;
use warnings;
use POSIX qw(mktime);

$ENV{TZ} = 'ICT-7';
srand(77);
my ($folder) = @ARGV;

sub lay {
  my ($path, $start, $size, $time) = @_;
  open my $file, '>:raw', "$folder/$path" or die "$folder/$path: $!\n";
  print {$file} $start, map { chr int rand 256 } 1 .. $size;
  close $file or die "$folder/$path: $!\n";
  utime $time, $time, "$folder/$path" or die "$folder/$path: $!\n";
}
mkdir "$folder/$_" or die "$folder/$_: $!\n" for qw(tep so-hoa);
for (1 .. 40) {
  my $time = mktime(int rand 60, int rand 60, 10 + rand 8, 2 + int $_ / 5, 10, 126);
  lay(sprintf('tep/anh-the-%04d.jpg', $_ + 100), "\xff\xd8\xff\xe0\0\x10JFIF\0", 1500 + rand 3000, $time);
}
lay(sprintf('so-hoa/bao-song-tra-1991-%02d.pdf', $_), "%PDF-1.4\n", 4000 + rand 4000, mktime(0, 0, 9, $_, 8, 126)) for 1 .. 24;
