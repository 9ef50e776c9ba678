<?php
declare(strict_types=1);
require '/srv/thuvien/src/thu-vien.php';

$number = (int) queue()->get('hangdoi:so');
page('Số thứ tự ở quầy', '<p class="notice">Số mới phát: <strong>' . $number . '</strong></p>');
