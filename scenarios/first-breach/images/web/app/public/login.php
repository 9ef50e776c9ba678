<?php
declare(strict_types=1);
require __DIR__ . '/../src/shop.php';
require __DIR__ . '/../src/staff_page.php';

$error = '';
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $username = field($_POST, 'username');
    $password = field($_POST, 'password');
    $sql = "SELECT id, username, full_name, role FROM staff WHERE username = '$username' AND password = SHA2('$password', 256)";
    try {
        $staff = db()->query($sql)->fetch_assoc();
        if ($staff !== null) {
            start_staff_session($staff);
            show_staff_page($staff);
            exit;
        }
        $error = 'Sai tên đăng nhập hoặc mật khẩu. (Wrong user name or password.)';
    } catch (mysqli_sql_exception $problem) {
        $error = 'Lỗi cơ sở dữ liệu (database error): ' . $problem->getMessage();
        http_response_code(500);
    }
}

$message = $error === '' ? '' : '<p class="error">' . e($error) . '</p>';
page('Nhân viên đăng nhập', $message . '
<form class="stack" method="post" action="/login.php">
  <label>Tên đăng nhập (user name) <input name="username" autocomplete="username" required></label>
  <label>Mật khẩu (password) <input name="password" type="password" autocomplete="current-password"></label>
  <button>Đăng nhập (log in)</button>
</form>');
