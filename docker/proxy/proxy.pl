# Leads to the places of the internet that one file lists, as an HTTP proxy: CONNECT for what is encrypted, whole addresses
# (GET http://…) for what is not. A name is looked up once, each of its addresses must be public, and the connection is
# made to the address that was looked at. One process a connection; all is bounded.
use strict;
use warnings;
use Errno qw(EINTR);
use IO::Select;
use IO::Socket::INET;
use Socket qw(getaddrinfo getnameinfo AF_INET SOCK_STREAM NI_NUMERICHOST NIx_NOSERV inet_aton);

my $port = 3128;
my $most_connections = 48;
my $most_of_one = 16;
my $head_bytes = 16_384;
my $head_seconds = 20;
my $connect_seconds = 10;
my $idle_seconds = 120;
my $life_seconds = 3_600;

# What is nobody's on the internet. Kept like the host's own rules, which hold whatever this program does.
my @private = map { block($_) } qw(
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16
  198.18.0.0/15 224.0.0.0/3
);

my ($listen, @allow);
open(my $file, '<', $ARGV[0]) or die "$ARGV[0]: $!\n";
while (my $line = <$file>) {
  if ($line =~ /^listen ([0-9.]+)$/) { $listen = $1 }
  elsif ($line =~ m{^network ([0-9.]+/[0-9]+)$}) { push @private, block($1) }
  elsif ($line =~ /^allow ([a-z0-9.*-]+) ([0-9]+)$/) { push @allow, [$1, $2] }
  else { die "$ARGV[0] line $.: not a setting\n" }
}
close $file;
die "$ARGV[0]: nowhere to listen\n" unless defined $listen;

$| = 1;
$SIG{PIPE} = 'IGNORE';
my $server = IO::Socket::INET->new(LocalAddr => $listen, LocalPort => $port, Listen => 32, ReuseAddr => 1)
  or die "port $port of $listen: $@\n";
print "leads to ", scalar(@allow), " places\n";

my %clients;
while (1) {
  # Who has ended is let go at least once a second, so that a full house does not stay so.
  my $client = IO::Select->new($server)->can_read(1) ? $server->accept : undef;
  while ((my $pid = waitpid(-1, 1)) > 0) { delete $clients{$pid} }
  next unless $client;
  my $from = $client->peerhost // 'gone';
  if (keys %clients >= $most_connections || $most_of_one <= grep { $_ eq $from } values %clients) {
    $client->blocking(0);
    refuse($client, '503 Service Unavailable', 'too many connections at a time; try again when some have ended', $from);
    next;
  }
  my $pid = fork;
  if (!defined $pid) {
    refuse($client, '503 Service Unavailable', 'no process left for one more connection', $from);
  } elsif ($pid) {
    $clients{$pid} = $from;
  } else {
    close $server;
    $SIG{ALRM} = 'DEFAULT';
    alarm $life_seconds;
    serve($client, $from);
    exit 0;
  }
}

sub serve {
  my ($client, $from) = @_;
  my ($head, $rest) = read_head($client);
  return refuse($client, '400 Bad Request', 'this is an HTTP proxy, and that was no request', $from) unless defined $head;
  my ($first, @fields) = split /\r?\n/, $head;
  my ($method, $target) = ($first // '') =~ m{^([A-Z]{1,20}) ([\x21-\x7e]+) HTTP/1\.[01]$};
  return refuse($client, '400 Bad Request', 'this is an HTTP proxy, and that was no request', $from) unless defined $method;
  my ($host, $to, $path);
  if ($method eq 'CONNECT') {
    ($host, $to) = $target =~ /^([^:\/@]+):([0-9]{1,5})$/;
  } else {
    ($host, $to, $path) = $target =~ m{^http://([^:/?#@]+)(?::([0-9]{1,5}))?(/[^#]*)?$}i;
    $to //= 80;
    $path //= '/';
  }
  return refuse($client, '400 Bad Request', 'ask for http://HOST/… or CONNECT HOST:PORT', $from) unless defined $host;
  $host = lc $host;
  $host =~ s/\.$//;
  return refuse($client, '403 Forbidden', "$host:$to is not among the places of the internet that this network may reach", $from)
    unless allowed($host, $to);
  my ($address, $why) = public_address($host);
  return refuse($client, '403 Forbidden', "$host:$to cannot be reached: $why", $from) unless defined $address;
  my ($length) = (0);
  if ($method ne 'CONNECT') {
    return refuse($client, '411 Length Required', 'say Content-Length; this proxy passes no other bodies on', $from)
      if grep { /^transfer-encoding\s*:/i } @fields;
    my @lengths = map { /^content-length\s*:\s*(\S+)\s*$/i ? $1 : () } @fields;
    return refuse($client, '400 Bad Request', 'more than one length, or none that is a number', $from)
      if @lengths > 1 || grep { !/^[0-9]{1,15}$/ } @lengths;
    $length = $lengths[0] // 0;
  }
  my $remote = IO::Socket::INET->new(PeerAddr => $address, PeerPort => $to, Timeout => $connect_seconds)
    or return refuse($client, '502 Bad Gateway', "$host:$to at $address does not answer: $@", $from);
  note("passes $from $method $host:$to at $address");
  if ($method eq 'CONNECT') {
    send_all($client, "HTTP/1.1 200 Connection established\r\n\r\n") or return;
    pass($client, $remote, $rest, undef);
  } else {
    # Whom it is for is said by the address that was looked at, and by nothing else.
    my @passed = grep { /^[A-Za-z0-9-]+:/ && !/^(host|connection|keep-alive|te|trailer|upgrade|proxy-[a-z-]+)\s*:/i } @fields;
    my $name = $to == 80 ? $host : "$host:$to";
    my $request = join("\r\n", "$method $path HTTP/1.1", "Host: $name", 'Connection: close', @passed, '', '');
    send_all($remote, $request) or return;
    pass($client, $remote, $rest, $length);
  }
}

# A request's head without its empty line, and what came after it; nothing when there is none in time.
sub read_head {
  my ($client) = @_;
  my ($got, $until) = ('', time + $head_seconds);
  my $select = IO::Select->new($client);
  while (length $got < $head_bytes) {
    my $left = $until - time;
    return if $left <= 0 || !$select->can_read($left);
    my $count = sysread($client, $got, 4_096, length $got);
    next if !defined $count && $! == EINTR;
    return unless $count;
    return ($1, $2) if $got =~ /^(.*?)\r?\n\r?\n(.*)$/s;
  }
  return;
}

sub allowed {
  my ($host, $to) = @_;
  for my $place (@allow) {
    my ($name, $number) = @$place;
    next if $number != $to;
    return 1 if $name eq $host;
    my $end = substr($name, 1);
    return 1 if $name =~ /^\*\./ && length $host > length $end && substr($host, -length $end) eq $end;
  }
  return 0;
}

# The first address of a name all of whose addresses are public; else nothing, and why.
sub public_address {
  my ($host) = @_;
  my ($error, @found) = getaddrinfo($host, undef, { family => AF_INET, socktype => SOCK_STREAM });
  return (undef, "its address is not known ($error)") if $error || !@found;
  my @addresses;
  for my $one (@found) {
    my ($wrong, $text) = getnameinfo($one->{addr}, NI_NUMERICHOST, NIx_NOSERV);
    return (undef, "its address cannot be read ($wrong)") if $wrong;
    push @addresses, $text;
  }
  for my $address (@addresses) {
    my $number = unpack('N', inet_aton($address));
    return (undef, "its address $address is not one of the internet") if grep { ($number & $_->[1]) == $_->[0] } @private;
  }
  return $addresses[0];
}

# Passes bytes both ways until both have ended, or nothing came for long. The client's are bounded when a length is given.
sub pass {
  my ($client, $remote, $first, $length) = @_;
  my $left = $length;
  if (length $first) {
    $first = substr($first, 0, $left) if defined $left && length $first > $left;
    send_all($remote, $first) or return;
    $left -= length $first if defined $left;
  }
  my $select = IO::Select->new($remote);
  $select->add($client);
  while ($select->count) {
    my @ready = $select->can_read($idle_seconds) or return;
    for my $from (@ready) {
      my $is_client = $from == $client;
      my $count = sysread($from, my $bytes, 65_536);
      next if !defined $count && $! == EINTR;
      return unless defined $count;
      if ($count == 0) {
        # What was asked in the clear is answered whole before anything ends.
        return unless $is_client;
        $select->remove($from);
        shutdown($remote, 1) unless defined $left;
        next;
      }
      if ($is_client && defined $left) {
        $bytes = substr($bytes, 0, $left);
        $left -= length $bytes;
        next if $bytes eq '';
      }
      send_all($is_client ? $remote : $client, $bytes) or return;
    }
  }
}

sub send_all {
  my ($socket, $bytes) = @_;
  my ($at, $select) = (0, IO::Select->new($socket));
  while ($at < length $bytes) {
    return 0 unless $select->can_write($idle_seconds);
    my $count = syswrite($socket, $bytes, length($bytes) - $at, $at);
    next if !defined $count && $! == EINTR;
    return 0 unless defined $count;
    $at += $count;
  }
  return 1;
}

sub refuse {
  my ($client, $status, $why, $from) = @_;
  note("refuses $from: $why");
  my $body = "$why\n";
  my $head = "HTTP/1.1 $status\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n";
  # Who does not even read a refusal misses it.
  syswrite($client, $head . 'Content-Length: ' . length($body) . "\r\n\r\n$body");
  close $client;
  return;
}

# One line, of letters that a terminal shows as they are.
sub note {
  my ($text) = @_;
  $text =~ s/[^\x20-\x7e]+/ /g;
  print substr($text, 0, 400), "\n";
}

sub block {
  my ($cidr) = @_;
  my ($address, $length) = split m{/}, $cidr;
  my $mask = $length == 0 ? 0 : (0xffffffff << (32 - $length)) & 0xffffffff;
  return [unpack('N', inet_aton($address)) & $mask, $mask];
}
