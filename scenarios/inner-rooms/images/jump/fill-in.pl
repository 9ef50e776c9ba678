#!/usr/bin/perl
# Puts this team's values into papers and logs, in place: @name@ becomes its value, and @ticket+7@ a number reckoned
# from it. The first argument is a file with lines NAME=VALUE, the others are what is to be filled in.
use strict;
use warnings;

my ($from, @files) = @ARGV;
my %values;
open(my $in, '<', $from) or die "$from: $!\n";
while (<$in>) { $values{$1} = $2 if /^([A-Za-z_]+)=(.*)$/ }
close $in;

sub value {
  my ($place, $name, $offset) = @_;
  defined $values{$name} or die "$place: no value for $name\n";
  return defined $offset ? $values{$name} + $offset : $values{$name};
}

for my $file (@files) {
  open(my $old, '<', $file) or die "$file: $!\n";
  my ($read, $changed) = (stat $old)[8, 9];
  my @lines = map { s/@([A-Za-z_]+)([+-]\d+)?@/value($file, $1, $2)/ger } <$old>;
  close $old;
  open(my $new, '>', $file) or die "$file: $!\n";
  print $new @lines;
  close $new or die "$file: $!\n";
  # Papers keep their date.
  utime $read, $changed, $file or die "$file: $!\n";
}
