<?php
declare(strict_types=1);
require __DIR__ . '/../src/shop.php';

require_role('admin');

$host = field($_POST, 'host');
$output = '';
if ($host !== '') {
    $found = shell_exec("timeout 10 getent hosts $host 2>&1");
    $output = '<pre>' . e(is_string($found) ? $found : 'Không tìm thấy máy này. (No such machine.)') . '</pre>';
}
page('Chẩn đoán kết nối', '
<p>Máy chủ web có tìm thấy các máy khác không? Gõ tên máy, chẳng hạn <code>db</code>.
(Can the web server find the other machines? Type a name, such as <code>db</code>.)</p>
<form class="stack" method="post" action="/diagnostics.php">
  <label>Tên máy (machine) <input name="host" value="' . e($host) . '"></label>
  <button>Kiểm tra (look up)</button>
</form>' . $output);
