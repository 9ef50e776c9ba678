<?php
declare(strict_types=1);
require __DIR__ . '/../src/shop.php';

$_SESSION = [];
session_destroy();
header('Location: /', true, 303);
