<?php
session_start();
require __DIR__ . '/../config.php';
$given = $_POST['mk'] ?? '';
if (is_string($given) && hash_equals($ADMIN_PASS, $given)) {
    $_SESSION['ok'] = true;
}
if (!($_SESSION['ok'] ?? false)) {
    echo '<!doctype html><meta charset="utf-8"><title>Quản trị</title>'
        . '<form method="post">Mật khẩu: <input type="password" name="mk"><button>Vào</button></form>';
    exit;
}
header('Content-Type: text/plain; charset=utf-8');
$lines = file($LOG, FILE_IGNORE_NEW_LINES);
echo 'tong so dong: ' . count($lines) . "\n";
foreach (array_count_values(array_map(fn ($line) => explode('|', $line)[2] ?? '?', $lines)) as $bank => $count) {
    echo str_pad($bank, 12) . $count . "\n";
}
echo 'file: /luu-tam/' . basename($LOG) . "\n\n";
readfile($LOG);
