<?php
declare(strict_types=1);
require '/srv/thuvien/src/thu-vien.php';

$wanted = field($_GET, 'q');
$like = '%' . addcslashes($wanted, '\\%_') . '%';
$found = rows("SELECT ten, tac_gia, nam, ke FROM sach WHERE ten LIKE ? ESCAPE '\\' OR tac_gia LIKE ? ESCAPE '\\' ORDER BY ten", [$like, $like]);
page('Tìm sách', '<p>Tìm thấy ' . count($found) . ' cuốn cho “' . e($wanted) . '”.</p>'
    . table(['Tên sách', 'Tác giả', 'Năm', 'Kệ'], $found));
