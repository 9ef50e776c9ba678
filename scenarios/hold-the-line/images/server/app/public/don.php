<?php
declare(strict_types=1);
require '/srv/thuvien/src/thu-vien.php';

require_staff();
page('Đơn làm thẻ', table(['Số', 'Họ tên', 'Tệp', 'Lúc'], rows('SELECT ma, ho_ten, tep, luc FROM don ORDER BY ma DESC LIMIT 50')));
