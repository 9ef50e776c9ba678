<?php
declare(strict_types=1);

/** Trang của nhân viên; quản lý thấy thêm phần quản trị. */
function show_staff_page(array $staff): void
{
    $rows = '';
    foreach (db()->query('SELECT code, customer, product, quantity, total, state FROM orders ORDER BY code') as $order) {
        $rows .= '<tr><td>' . e($order['code']) . '</td><td>' . e($order['customer']) . '</td><td>' . e($order['product'])
            . '</td><td>' . e($order['quantity']) . '</td><td>' . money($order['total']) . '</td><td>' . e($order['state']) . '</td></tr>';
    }
    $body = '<p class="notice">Xin chào, ' . e($staff['full_name']) . '! (' . e($staff['role']) . ')</p>'
        . '<h2>Đơn hàng (orders)</h2><table><tr><th>Mã</th><th>Khách</th><th>Hàng</th><th>Số lượng</th><th>Tổng</th><th>Trạng thái</th></tr>'
        . $rows . '</table>';
    if ($staff['role'] === 'admin') {
        $code = db()->query("SELECT value FROM settings WHERE name = 'shift_code'")->fetch_column();
        $body .= '<h2>Quản trị (administration)</h2><p>Mã bàn giao ca (shift code): <code>' . e((string) $code) . '</code></p>'
            . '<p><a href="/diagnostics.php">Chẩn đoán kết nối (connection diagnostics)</a></p>';
    }
    page('Trang nhân viên', $body);
}
