#!/bin/bash
# A few customers who go on looking at pots, so that the copy's own log has more in it than what the analyst does.
pages=(/ /tim.php?q=tr%C3%A0 /tim.php?q=b%C3%ACnh /anh/sp/gst-103.png /gom.css)
agents=('Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/121.0 Mobile Safari/537.36'
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 Version/17.3 Mobile/15E148 Safari/604.1'
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/122.0 Safari/537.36')
while sleep $((3 + RANDOM % 6)); do
  page=${pages[RANDOM % ${#pages[@]}]}
  [ $((RANDOM % 3)) -gt 0 ] || page="/san-pham.php?ma=GST-10$((1 + RANDOM % 8))"
  # A server that is down is the analyst's doing, and no fault of the customers.
  curl -s -o /dev/null --max-time 5 -A "${agents[RANDOM % 3]}" "http://203.0.113.20$page" || sleep 2
done
