<?php
declare(strict_types=1);
require __DIR__ . '/../src/shop.php';

$products = db()->query('SELECT name, origin, description, price, stock FROM products ORDER BY id')->fetch_all(MYSQLI_ASSOC);
page('Trà ngon từ những triền núi mây phủ', product_cards($products));
