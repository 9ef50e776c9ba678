<?php
declare(strict_types=1);
require '/srv/thuvien/src/thu-vien.php';

$error = '';
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $account = field($_POST, 'tai_khoan');
    $staff = rows('SELECT tai_khoan, ho_ten, mat_khau FROM nhan_vien WHERE tai_khoan = ?', [$account])[0] ?? null;
    if ($staff !== null && password_verify(field($_POST, 'mat_khau'), $staff['mat_khau'])) {
        open_session();
        session_regenerate_id(true);
        $_SESSION['nhan_vien'] = ['tai_khoan' => $staff['tai_khoan'], 'ho_ten' => $staff['ho_ten']];
        header('Location: /muon-tra.php', true, 303);
        exit;
    }
    $error = '<p class="error">Sai tài khoản hoặc mật khẩu. (Wrong user name or password.)</p>';
}
page('Nhân viên đăng nhập', $error . '
<form class="stack" method="post" action="/dang-nhap.php">
  <label>Tài khoản (user name) <input name="tai_khoan" autocomplete="username" required></label>
  <label>Mật khẩu (password) <input name="mat_khau" type="password" autocomplete="current-password"></label>
  <button>Đăng nhập (log in)</button>
</form>');
