# Lượt xem mỗi ngày của mỗi trang, từ nhật ký của trang web. (Views per day and page, from the site's log.)
$9 == 200 { split($4, when, /[\[:]/); page = $7; sub(/\?.*/, "", page); count[when[2] " " page]++; total++ }
END {
  for (key in count) if (count[key] >= 20) print count[key], key
  print "tong-luot", total
}
