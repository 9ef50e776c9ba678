<?php
declare(strict_types=1);
require __DIR__ . '/../src/shop.php';

$wanted = trim(field($_GET, 'q'));
$pattern = '%' . addcslashes($wanted, '\\%_') . '%';
$statement = db()->prepare(
    'SELECT name, origin, description, price, stock FROM products WHERE name LIKE ? OR origin LIKE ? ORDER BY id',
);
$statement->bind_param('ss', $pattern, $pattern);
$statement->execute();
$products = $statement->get_result()->fetch_all(MYSQLI_ASSOC);

$body = '<p>Tìm thấy ' . count($products) . ' sản phẩm cho “' . e($wanted) . '”.</p>';
page('Tìm trà', $body . product_cards($products));
