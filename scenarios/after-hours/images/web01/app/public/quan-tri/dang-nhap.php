<?php
declare(strict_types=1);
require __DIR__ . '/../../src/cua-hang.php';

$error = '';
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $staff = staff_by_password(field($_POST, 'tai_khoan'), field($_POST, 'mat_khau'));
    if ($staff !== null) {
        session_start();
        session_regenerate_id(true);
        $_SESSION['nhan_vien'] = $staff;
        header('Location: /quan-tri/index.php', true, 303);
        exit;
    }
    http_response_code(401);
    $error = '<p class="error">Sai tài khoản hoặc mật khẩu.</p>';
}
page('Quản trị: đăng nhập', $error . '<form method="post">
<label>Tài khoản <input name="tai_khoan" required></label>
<label>Mật khẩu <input name="mat_khau" type="password" required></label>
<button>Đăng nhập</button></form>');
