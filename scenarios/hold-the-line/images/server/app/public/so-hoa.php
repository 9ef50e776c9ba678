<?php
declare(strict_types=1);
require '/srv/thuvien/src/thu-vien.php';

$items = '';
foreach (rows('SELECT tep, luc FROM so_hoa ORDER BY ma DESC LIMIT 60') as $item) {
    $items .= '<li><a href="/so-hoa/' . e($item['tep']) . '">' . e($item['tep']) . '</a> · ' . e($item['luc']) . '</li>';
}
page('Tư liệu số hoá', '<p>Báo xuân, địa chí và ảnh cũ của huyện, quét ở quầy.</p><ul>' . $items . '</ul>');
