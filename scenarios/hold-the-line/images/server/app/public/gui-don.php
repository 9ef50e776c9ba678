<?php
declare(strict_types=1);
require '/srv/thuvien/src/thu-vien.php';

const UPLOADS = __DIR__ . '/tep';

/** Cất tệp bạn đọc gửi, giữ nguyên tên cho nhân viên dễ tìm; trùng tên thì thêm số vào đầu. */
function keep_upload(array $file): string
{
    $name = preg_replace('/[^A-Za-z0-9._-]/', '_', basename($file['name']));
    if (file_exists(UPLOADS . '/' . $name)) {
        $name = bin2hex(random_bytes(3)) . '-' . $name;
    }
    if (!move_uploaded_file($file['tmp_name'], UPLOADS . '/' . $name)) {
        throw new RuntimeException("could not keep $name in " . UPLOADS);
    }
    return $name;
}

$message = '';
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $reader = field($_POST, 'ho_ten');
    $file = $_FILES['tep'] ?? null;
    if ($reader === '' || !is_array($file) || $file['error'] !== UPLOAD_ERR_OK) {
        http_response_code(422);
        $message = '<p class="error">Cần họ tên và một tệp, tối đa 2 MB. (A name and a file, please.)</p>';
    } else {
        $name = keep_upload($file);
        db()->prepare('INSERT INTO don (ho_ten, tep, luc) VALUES (?, ?, ?)')->execute([$reader, $name, date('c')]);
        $message = '<p class="notice">Đã nhận đơn của ' . e($reader) . ', kèm tệp '
            . '<a class="tep" href="/tep/' . e($name) . '">' . e($name) . '</a>.</p>';
    }
}
page('Làm thẻ bạn đọc', $message . '
<p>Gửi ảnh thẻ (JPG, PNG) hoặc đơn đã quét (PDF). (Send a photo or a scanned form.)</p>
<form class="stack" method="post" action="/gui-don.php" enctype="multipart/form-data">
  <label>Họ tên (name) <input name="ho_ten" required></label>
  <label>Tệp (file) <input name="tep" type="file" required></label>
  <button>Gửi đơn (send)</button>
</form>');
