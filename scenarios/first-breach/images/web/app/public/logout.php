<?php
declare(strict_types=1);
require __DIR__ . '/../src/shop.php';

if (session_status() === PHP_SESSION_ACTIVE) {
    $_SESSION = [];
    session_destroy();
}
header('Location: /', true, 303);
