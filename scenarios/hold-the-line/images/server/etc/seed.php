<?php
// This team's rows of the library's books; once, before the site opens.
declare(strict_types=1);
require '/srv/thuvien/src/thu-vien.php';

$staff = [['thao', 'Phan Thị Thảo', 'DIRECTOR'], ['hien', 'Ngô Thị Hiền', 'CLERK']];
foreach ($staff as [$account, $name, $variable]) {
    $hash = password_hash(getenv($variable), PASSWORD_BCRYPT, ['cost' => 8]);
    db()->prepare('INSERT INTO nhan_vien VALUES (?, ?, ?)')->execute([$account, $name, $hash]);
}
$loan = [getenv('LOAN'), 'S012', '2026-11-13', '2026-11-27'];
db()->prepare('INSERT INTO muon (ban_doc, sach, ngay_muon, han_tra) VALUES (?, ?, ?, ?)')->execute($loan);
