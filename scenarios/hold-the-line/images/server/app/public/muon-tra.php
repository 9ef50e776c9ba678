<?php
declare(strict_types=1);
require '/srv/thuvien/src/thu-vien.php';

$staff = require_staff();
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $loan = [field($_POST, 'ban_doc'), field($_POST, 'sach'), date('Y-m-d'), date('Y-m-d', time() + 14 * 86400)];
    db()->prepare('INSERT INTO muon (ban_doc, sach, ngay_muon, han_tra) VALUES (?, ?, ?, ?)')->execute($loan);
}
$loans = rows('SELECT ma, ban_doc, sach, ngay_muon, han_tra FROM muon ORDER BY ma DESC LIMIT 30');
page('Mượn trả', '<p class="notice">Xin chào, ' . e($staff['ho_ten']) . '!</p>
<form class="stack" method="post" action="/muon-tra.php">
  <label>Thẻ bạn đọc <input name="ban_doc" required></label>
  <label>Mã sách <input name="sach" required></label>
  <button>Cho mượn</button>
</form>' . table(['Phiếu', 'Thẻ', 'Sách', 'Ngày mượn', 'Hạn trả'], $loans));
