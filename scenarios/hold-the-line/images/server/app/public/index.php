<?php
declare(strict_types=1);
require '/srv/thuvien/src/thu-vien.php';

$news = [
    ['20/11/2026', 'Tuần lễ đọc sách cùng thầy cô: mượn thêm hai cuốn mỗi thẻ.'],
    ['09/11/2026', 'Phòng đọc thiếu nhi mở cửa cả sáng Chủ nhật.'],
    ['02/11/2026', 'Đơn làm thẻ bạn đọc nay gửi được qua mạng, kèm ảnh thẻ hoặc bản quét.'],
];
$books = rows('SELECT ten, tac_gia, nam, ke FROM sach ORDER BY ma DESC LIMIT 12');
page('Mỗi trang sách một bến bờ', table(['Ngày', 'Tin'], $news)
    . '<h2>Sách mới về</h2>' . table(['Tên sách', 'Tác giả', 'Năm', 'Kệ'], $books));
