<?php
declare(strict_types=1);
require __DIR__ . '/../src/cua-hang.php';

$product = rows('SELECT * FROM san_pham WHERE ma = ?', [field($_GET, 'ma')])[0] ?? null;
if ($product === null) {
    http_response_code(404);
    page('Không có món này', '<p>Mời quý khách xem các món khác ở <a href="/">trang chủ</a>.</p>');
    exit;
}
$image = '/anh/sp/' . strtolower($product['ma']) . '.png';
page($product['ten'], '<img src="' . e($image) . '" alt=""><p>' . e($product['mo_ta']) . '</p><p><strong>'
    . number_format($product['gia'], 0, ',', '.') . ' ₫</strong></p>');
