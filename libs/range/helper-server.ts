/**
 * A Perl program that runs in the host helper for as long as someone talks with it, and runs commands for them: starting a
 * process through the engine costs as much as starting a small container, and a launch needs several.
 *
 * A request is a line `ID MILLISECONDS LIMIT INPUT-LENGTH ARGUMENT-LENGTH…`, then the bytes of the arguments and of the
 * input. An answer is a line `ID EXIT-CODE TRUNCATED OUT-LENGTH ERR-LENGTH`, then both outputs; the exit code is `timeout`
 * when time ran out, and then the command and all that it started in its group are gone. Requests are served side by side.
 */
export const helperServer = String.raw`
use strict; use warnings; use Fcntl qw(:flock F_GETFL F_SETFL O_NONBLOCK); use POSIX (); use Time::HiRes ();
binmode STDIN; binmode STDOUT;
$SIG{CHLD} = 'IGNORE'; $SIG{PIPE} = 'IGNORE';
my $server = $$;
# Answers must not mix. A lock belongs to an opening, so each who answers opens this file anew.
open(my $turn, '+>', undef) or die "no file for taking turns: $!\n";
my $turn_path = "/proc/$server/fd/" . fileno $turn;

my $buffer = '';
sub more { my $n = sysread(STDIN, $buffer, 65536, length $buffer); exit 0 unless $n; }
sub take { my ($n) = @_; more() while length $buffer < $n; return substr $buffer, 0, $n, ''; }

while (1) {
  my $end;
  more() while ($end = index $buffer, "\n") < 0;
  my ($id, $ms, $limit, $input_length, @lengths) = split / /, substr(take($end + 1), 0, -1);
  my @command = map { take($_) } @lengths;
  my $input = take($input_length);
  my $pid = fork;
  die "no process for a request: $!\n" unless defined $pid;
  if ($pid == 0) {
    # What cannot be served ends the talk, so that whoever asked does not wait for it.
    eval { serve($id, $ms / 1000, $limit, \@command, $input); 1 } or do { print STDERR $@; kill 'TERM', $server };
    POSIX::_exit(0);
  }
}

sub serve {
  my ($id, $seconds, $limit, $command, $input) = @_;
  $SIG{CHLD} = 'DEFAULT';
  pipe(my $in_read, my $in) && pipe(my $out, my $out_write) && pipe(my $err, my $err_write) or die "no pipes for a command: $!\n";
  my $pid = fork;
  die "no process for a command: $!\n" unless defined $pid;
  if ($pid == 0) {
    setpgrp; $SIG{PIPE} = 'DEFAULT';
    open(STDIN, '<&', $in_read); open(STDOUT, '>&', $out_write); open(STDERR, '>&', $err_write);
    exec { $command->[0] } @$command or do { print STDERR "$command->[0]: $!\n"; POSIX::_exit(127) };
  }
  close $_ for $in_read, $out_write, $err_write;
  if (length $input) { fcntl($in, F_SETFL, fcntl($in, F_GETFL, 0) | O_NONBLOCK); } else { close $in; undef $in; }
  my $until = Time::HiRes::time() + $seconds;
  my %text = (out => '', err => ''); my %pipes = (out => $out, err => $err); my $truncated = 0; my $late = 0;
  while (%pipes) {
    my $left = $until - Time::HiRes::time();
    if ($left <= 0) { $late = 1; kill 'KILL', -$pid; last; }
    my ($readable, $writable) = ('', '');
    vec($readable, fileno $_, 1) = 1 for values %pipes;
    vec($writable, fileno $in, 1) = 1 if $in;
    next if select($readable, $writable, undef, $left) < 0;
    if ($in && vec($writable, fileno $in, 1)) {
      my $n = syswrite $in, $input, 65536;
      if (defined $n) { substr $input, 0, $n, ''; }
      elsif (!$!{EAGAIN}) { $input = ''; }
      if (!length $input) { close $in; undef $in; }
    }
    for my $name (keys %pipes) {
      next unless vec($readable, fileno $pipes{$name}, 1);
      my $n = sysread $pipes{$name}, my $bytes, 65536;
      if (!$n) { delete $pipes{$name}; next; }
      my $room = $limit - length $text{$name};
      $truncated = 1 if $n > $room;
      $text{$name} .= substr $bytes, 0, $room if $room > 0;
    }
  }
  waitpid $pid, 0;
  my $code = $late ? 'timeout' : $? & 127 ? 128 + ($? & 127) : $? >> 8;
  open(my $mine, '+<', $turn_path) or POSIX::_exit(0);
  flock $mine, LOCK_EX;
  my $answer = join(' ', $id, $code, $truncated, length $text{out}, length $text{err}) . "\n$text{out}$text{err}";
  while (length $answer) {
    my $n = syswrite STDOUT, $answer;
    POSIX::_exit(0) unless defined $n;
    substr $answer, 0, $n, '';
  }
}
`;
