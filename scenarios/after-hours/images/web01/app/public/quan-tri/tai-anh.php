<?php
declare(strict_types=1);
require __DIR__ . '/../../src/cua-hang.php';

require_staff();
$message = '';
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $file = $_FILES['anh'] ?? null;
    $name = is_array($file) && is_string($file['name']) ? basename($file['name']) : '';
    if ($name === '' || $file['error'] !== UPLOAD_ERR_OK) {
        http_response_code(400);
        $message = '<p class="error">Chưa nhận được ảnh.</p>';
    } elseif (str_ends_with($name, '.php')) {
        http_response_code(415);
        $message = '<p class="error">Chỉ nhận tệp ảnh.</p>';
    } else {
        error_log('tai-anh: nhan tep "' . $name . '"');
        move_uploaded_file($file['tmp_name'], THU_MUC_ANH . '/' . $name);
        $message = '<p>Đã lưu: <a href="/anh/sp/' . e(rawurlencode($name)) . '">' . e($name) . '</a></p>';
    }
}
page('Tải ảnh sản phẩm', $message . '<form method="post" enctype="multipart/form-data">
<input type="file" name="anh" accept="image/*"> <button>Tải lên</button></form>');
