# Answers questions for addresses (A) and for names of addresses (PTR) by UDP, from one file with a line `ADDRESS NAME` for
# each. The first name of an address is the one that PTR gives. All else is answered with "no such name".
use strict;
use warnings;
use Socket;

my ($NOERROR, $FORMERR, $NXDOMAIN, $NOTIMP) = (0, 1, 3, 4);
my ($A, $PTR, $ANY, $IN, $TTL) = (1, 12, 255, 1, 60);
my $most_answers = 20;

my (%addresses, %names);
open(my $file, '<', $ARGV[0]) or die "$ARGV[0]: $!\n";
while (my $line = <$file>) {
  my ($address, $name) = $line =~ /^([0-9.]+) ([a-z0-9.-]+)$/ or die "$ARGV[0] line $.: not ADDRESS NAME\n";
  push @{ $addresses{$name} }, $address;
  $names{ join('.', reverse(split /\./, $address)) . '.in-addr.arpa' } //= $name;
}
close $file;

socket(my $socket, PF_INET, SOCK_DGRAM, getprotobyname('udp') // 17) or die "no socket: $!\n";
bind($socket, sockaddr_in(53, INADDR_ANY)) or die "port 53: $!\n";
$| = 1;
print "answers for ", scalar(keys %addresses), " names\n";

while (1) {
  my $sender = recv($socket, my $query, 512, 0) // next;
  my $answer = answer($query);
  # Nobody is left to be told that an answer could not be sent; whoever asked asks again.
  send($socket, $answer, 0, $sender) if defined $answer;
}

sub answer {
  my ($query) = @_;
  return undef if length($query) < 12;
  my ($id, $flags, $questions) = unpack('n n n', $query);
  return undef if $flags & 0x8000;
  return reply($id, $flags, $NOTIMP) if ($flags >> 11) & 0xf;
  my ($name, $end) = question_name($query);
  return reply($id, $flags, $FORMERR) if $questions != 1 || !defined $name || length($query) < $end + 4;
  my ($type, $class) = unpack('n n', substr($query, $end, 4));
  my $asked = substr($query, 12, $end + 4 - 12);
  my $known = $class == $IN && (exists $addresses{$name} || exists $names{$name});
  return reply($id, $flags, $NXDOMAIN, $asked) unless $known;
  my @records;
  if (exists $addresses{$name} && ($type == $A || $type == $ANY)) {
    @records = map { record($A, inet_aton($_)) } @{ $addresses{$name} };
  } elsif (exists $names{$name} && ($type == $PTR || $type == $ANY)) {
    @records = (record($PTR, wire_name($names{$name})));
  }
  splice(@records, $most_answers) if @records > $most_answers;
  return reply($id, $flags, $NOERROR, $asked, @records);
}

# The name that is asked for, in small letters, and where it ends; nothing when it is malformed. A question holds no pointers.
sub question_name {
  my ($query) = @_;
  my ($at, @labels) = (12);
  while ($at < length $query) {
    my $length = ord(substr($query, $at, 1));
    return (lc join('.', @labels), $at + 1) if $length == 0;
    return if $length > 63 || $at + 1 + $length >= length($query) || @labels >= 128;
    push @labels, substr($query, $at + 1, $length);
    $at += 1 + $length;
  }
  return;
}

sub reply {
  my ($id, $flags, $code, $asked, @records) = @_;
  # An answer, with authority; opcode and "recursion desired" come back as they were sent, and recursion is said to be there,
  # because nobody further has to be asked.
  my $out = 0x8480 | ($flags & 0x7900) | $code;
  return pack('n6', $id, $out, defined $asked ? 1 : 0, scalar(@records), 0, 0) . ($asked // '') . join('', @records);
}

# The name of every record is the one in the question, at byte 12.
sub record {
  my ($type, $data) = @_;
  return pack('n n n N n', 0xc00c, $type, $IN, $TTL, length $data) . $data;
}

sub wire_name {
  my ($name) = @_;
  return join('', map { chr(length $_) . $_ } split /\./, $name) . "\0";
}
