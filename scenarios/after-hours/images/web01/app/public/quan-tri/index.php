<?php
declare(strict_types=1);
require __DIR__ . '/../../src/cua-hang.php';

$staff = require_staff();
$goods = product_list(rows('SELECT * FROM san_pham ORDER BY ma'));
page('Quản trị', '<p>Xin chào, ' . e($staff['ho_ten']) . ' (' . e($staff['bo_phan']) . ').</p>
<ul><li><a href="/quan-tri/tai-anh.php">Tải ảnh sản phẩm</a></li></ul>' . $goods);
