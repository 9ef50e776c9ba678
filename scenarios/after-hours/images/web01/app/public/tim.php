<?php
declare(strict_types=1);
require __DIR__ . '/../src/cua-hang.php';

$wanted = trim(field($_GET, 'q'));
$found = rows("SELECT * FROM san_pham WHERE instr(lower(ten || ' ' || lang), lower(?)) ORDER BY ma", [$wanted]);
page('Tìm gốm', '<p>Tìm thấy ' . count($found) . ' sản phẩm cho “' . e($wanted) . '”.</p>' . product_list($found));
