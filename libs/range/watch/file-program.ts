/** Entries of one wanted folder that are looked at. */
export const mostEntries = 1_000;
/** Levels of folders below a wanted one. */
const mostLevels = 16;
/** A file of more bytes is known by its size and times alone. */
const mostHashed = 2 ** 20;
/** Bytes that one look reads of the files of one range. What is left out is told by size and times, too. */
const mostRead = 16 * 2 ** 20;
/** Changes of a range told in one look; what is left comes with the next. */
const mostChanges = 200;

/**
 * A Perl program of the host helper that compares wanted files of running nodes with what they were. It enters a node's mounts
 * itself and runs nothing in there: no path leads out of them, whatever links a trainee sets; what is not a file or a
 * folder is never opened; nothing is loaded any more by then.
 *
 * Input: `range ID KEEP`, then `node NAME CONTAINER PID READY`, then `path HEX` of each wanted path. KEEP is 1 when all that the look
 * before printed was told. Output: `change RANGE NODE KIND MS-AGO HEX`, `there RANGE NODE` or `lost RANGE NODE` for
 * a node that is or is not behind that process, `full RANGE NODE HEX` for a folder that holds more than is looked at, `held RANGE NODE` for one that is
 * not ready, and at last `looked`.
 *
 * What was is kept in a folder of the helper, its first argument. A node that was started anew begins anew.
 */
export const fileProgram = String.raw`
use strict; use warnings; use Fcntl qw(:mode O_RDONLY O_NOFOLLOW O_NONBLOCK O_DIRECTORY);
use Digest::SHA (); use File::Path (); use Storable (); use Time::HiRes (); use POSIX ();
my ($folder) = @ARGV;
my $setns = (POSIX::uname())[4] eq 'aarch64' ? 268 : 308;
my $mounts = 0x00020000;
open(my $own, '<', '/proc/self/ns/mnt') or die "the helper's own mounts: $!\n";
my $own_name = readlink '/proc/self/ns/mnt';
my @ranges;
while (<STDIN>) {
  my ($word, @rest) = split;
  if ($word eq 'range') { push @ranges, { id => $rest[0], keep => $rest[1], nodes => [] } }
  elsif ($word eq 'node') { push @{$ranges[-1]{nodes}}, { name => $rest[0], container => $rest[1], pid => $rest[2], ready => $rest[3], paths => [] } }
  elsif ($word eq 'path') { push @{$ranges[-1]{nodes}[-1]{paths}}, pack('H*', $rest[0]) }
}

-d $folder or File::Path::make_path($folder, { mode => 0700 }) or die "$folder: $!\n";
Digest::SHA::sha1_hex(''); @INC = ();
my ($left, %foreign);
for my $range (@ranges) {
  my ($kept, $new) = map { "$folder/$range->{id}.$_" } qw(files files.new);
  if ($range->{keep} && -e $new) { rename $new, $kept or die "$kept: $!\n" }
  my $was = -e $kept ? Storable::retrieve($kept) : {};
  my ($is, $dirty, @changes) = ({}, 0);
  $left = ${mostRead};
  for my $node (@{$range->{nodes}}) {
    my $name = $node->{name};
    my $before = $was->{$name};
    my $now = look($range->{id}, $node, $before);
    if (!$now) { $is->{$name} = $before if $before; next }
    $is->{$name} = $now;
    if (!$before || $before->{start} ne $now->{start}) { $dirty = 1; next }
    for my $path (@{$node->{paths}}) {
      my ($old, $seen) = ($before->{paths}{$path}, $now->{paths}{$path});
      if (!$old) { $dirty = 1; next }
      compare($name, $old, $seen, \@changes, \$dirty);
    }
  }
  $dirty ||= grep { !$is->{$_} } keys %$was;
  next unless $dirty;
  Storable::nstore($is, $new);
  if (@changes) { print "change $range->{id} @$_\n" for @changes }
  else { rename $new, $kept or die "$kept: $!\n" }
}
print "looked\n";

sub look {
  my ($range, $node, $before) = @_;
  my ($handle, $lost) = (undef, "lost $range $node->{name}\n");
  if (!sysopen($handle, "/proc/$node->{pid}", O_RDONLY | O_DIRECTORY)) { print $lost; return }
  my $process = '/proc/self/fd/' . fileno $handle;
  my $is_it = 0;
  if (open(my $groups, '<', "$process/cgroup")) { while (<$groups>) { $is_it ||= index($_, $node->{container}) >= 0 } }
  my $name = readlink "$process/ns/mnt";
  # The number of a process and of its mounts are used again: only with the time of its start do they tell one start from another.
  my $start = '';
  if (open(my $stat, '<', "$process/stat")) { $start = "$node->{container} " . (split ' ', <$stat> =~ s/^.*\) //sr)[19] }
  my $ns;
  my $entered = $is_it && $start && defined $name && $name ne $own_name && open($ns, '<', "$process/ns/mnt")
    && syscall($setns, fileno $ns, $mounts) == 0;
  if (!$entered) { print $lost; return }
  my $now = { start => $start, paths => {} };
  my $begun = ($before && $before->{start} eq $start) || $node->{ready} && -e '/.vocr/run/released';
  if ($begun) {
    %foreign = map { $_ => 1 } grep { defined } map { (lstat $_)[0] } qw(/proc /sys /dev);
    for my $path (@{$node->{paths}}) {
      my $old = $before && $before->{start} eq $start ? $before->{paths}{$path} : undef;
      $now->{paths}{$path} = snapshot($path, $old ? $old->{entries} : {});
    }
  }
  syscall($setns, fileno $own, $mounts) == 0 or die "the way back to the helper's own mounts: $!\n";
  if (!$begun) { print "held $range $node->{name}\n"; return }
  print "there $range $node->{name}\n";
  for (@{$node->{paths}}) { print "full $range $node->{name} " . unpack('H*', $_) . "\n" if $now->{paths}{$_}{full} }
  return $now;
}

sub snapshot {
  my ($path, $old) = @_;
  my $all = { entries => {}, full => 0 };
  entry($all, $path, $path, $old, 0);
  chdir '/';
  return $all;
}

# One thing by its name from where we stand, and all below it; $full_name is for people.
sub entry {
  my ($all, $name, $full_name, $old, $level) = @_;
  my @s = Time::HiRes::lstat($name) or return;
  if (keys %{$all->{entries}} >= ${mostEntries}) { $all->{full} = 1; return }
  my ($dev, $ino, $mode, $uid, $gid, $size) = @s[0, 1, 2, 4, 5, 7];
  my ($mtime, $ctime) = map { sprintf '%.6f', $_ } @s[9, 10];
  return if $foreign{$dev} && S_ISDIR($mode);
  my $known = $old->{$full_name};
  my $mark = join ' ', $dev, $ino, $mode, $uid, $gid, $size, $mtime, $ctime;
  my $one = { mark => $mark, mode => $mode, owner => "$uid $gid", size => $size, mtime => $mtime, ctime => $ctime, ino => $ino };
  # What may have changed again within the clock's tick is read again.
  my $fresh = Time::HiRes::time() - $ctime < 0.1;
  $one->{fresh} = 1 if $fresh;
  if ($known && $known->{mark} eq $mark && !$known->{fresh}) { $one->{content} = $known->{content} }
  elsif (S_ISLNK($mode)) { $one->{content} = 'to ' . (readlink($name) // '') }
  elsif (S_ISREG($mode)) { $one->{content} = content($name, $dev, $ino, $size) }
  $all->{entries}{$full_name} = $one;
  return unless S_ISDIR($mode);
  if ($level >= ${mostLevels}) { $all->{full} = 1; return }
  # It may be another by now, or a link.
  opendir(my $here, '.') or return;
  if (chdir $name) {
    my @is = lstat '.';
    if (@is && $is[0] == $dev && $is[1] == $ino && opendir(my $inside, '.')) {
      while (defined(my $next = readdir $inside)) {
        next if $next eq '.' || $next eq '..';
        entry($all, $next, ($full_name eq '/' ? '' : $full_name) . "/$next", $old, $level + 1);
        last if $all->{full};
      }
    }
    chdir $here or die "the way back out of a folder: $!\n";
  }
}

sub content {
  my ($name, $dev, $ino, $size) = @_;
  return undef if $size > ${mostHashed} || $size > $left || $foreign{$dev};
  sysopen(my $file, $name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK) or return undef;
  my @is = stat $file;
  return undef unless @is && S_ISREG($is[2]) && $is[0] == $dev && $is[1] == $ino;
  my $sha = Digest::SHA->new(256);
  my $read = 0;
  while (my $n = sysread $file, my $bytes, 65536) {
    $sha->add($bytes); $read += $n;
    return undef if $read > ${mostHashed};
  }
  $left -= $read;
  return $sha->hexdigest;
}

sub compare {
  my ($node, $old, $seen, $changes, $dirty) = @_;
  my ($was, $is) = ($old->{entries}, $seen->{entries});
  # Which entries of a folder that is too full are looked at is chance: that others come and go says nothing.
  my $some = $old->{full} || $seen->{full};
  my %all = (%$was, %$is);
  for my $path (sort { ($all{$a}{ctime} <=> $all{$b}{ctime}) || ($a cmp $b) } keys %all) {
    my ($a, $b) = ($was->{$path}, $is->{$path});
    next if $a && $b && $a->{mark} eq $b->{mark} && !$a->{fresh} && !$b->{fresh};
    $$dirty = 1;
    my @kinds = $a && $b ? kinds($a, $b) : $some ? () : $b ? 'created' : 'deleted';
    next unless @kinds;
    if (@$changes + @kinds > ${mostChanges}) { if ($a) { $is->{$path} = $a } else { delete $is->{$path} } next }
    my $ago = $b ? Time::HiRes::time() - $b->{ctime} : 0;
    push @$changes, [$node, $_, int(1000 * ($ago < 0 ? 0 : $ago)), unpack 'H*', $path] for @kinds;
  }
}

sub kinds {
  my ($a, $b) = @_;
  my @kinds;
  my ($from, $to) = ($a->{content}, $b->{content});
  return 'written' if S_IFMT($a->{mode}) != S_IFMT($b->{mode});
  if (S_ISREG($b->{mode}) && !(defined $from && defined $to)) {
    my $same_rights = $a->{mode} == $b->{mode} && $a->{owner} eq $b->{owner};
    my $same_times = $a->{size} == $b->{size} && $a->{mtime} eq $b->{mtime};
    # Times can be put back, but for the one of the last change, which rights explain or else a write.
    push @kinds, 'written' if !$same_times || $same_rights && $a->{ino} == $b->{ino} && $a->{ctime} ne $b->{ctime};
  }
  elsif (($from // '') ne ($to // '')) { push @kinds, 'written' }
  push @kinds, 'mode' if S_IMODE($a->{mode}) != S_IMODE($b->{mode}) || $a->{owner} ne $b->{owner};
  return @kinds;
}
`;
